package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.twinmesh.api.Internal;

/**
 * A connection that can go on in another process. Nothing here changes it but {@link #leave}. Threads: the loop of its worker, which stands
 * still.
 */
@Internal(since = "0.2")
public interface Movable {

    Channel channel();

    /** How many bytes were written and the socket did not take. */
    int unwritten();

    /** Copies them, in order. */
    void copyUnwritten(ByteBuf to);

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
