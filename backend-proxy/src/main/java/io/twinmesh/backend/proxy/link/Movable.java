package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.PromiseCombiner;
import io.twinmesh.api.Internal;

/**
 * A connection that can go on in another process. Lifecycle: {@link #freeze}, {@link #takeUnwritten}, then either {@link #thaw} or
 * {@link #leave}. Threads: the loop of its worker.
 */
@Internal(since = "0.2")
public interface Movable {

    Channel channel();

    /** Reads nothing more and leaves its loop; that is done when the combiner says so. */
    void freeze(PromiseCombiner deregistered);

    /** Takes out what was written and the socket did not take. Only of a connection that is on no loop. The caller's. */
    ByteBuf takeUnwritten();

    /** Goes on as if nothing had been. */
    void thaw(ByteBuf unwritten);

    /** The connection goes on in another process: closes the socket here and tells nobody. */
    void leave();

    /** Whether it closes as soon as its peer has read everything. */
    default boolean closing() {
        return false;
    }

    /** Whether the peer is told, or will be when it has read everything, that nothing more comes. */
    default boolean outputEnds() {
        return false;
    }
}
