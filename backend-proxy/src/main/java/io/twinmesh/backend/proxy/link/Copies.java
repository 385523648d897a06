package io.twinmesh.backend.proxy.link;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import io.twinmesh.api.Internal;

/**
 * Sockets of which another process holds a copy for a hand-over, from before it or until some time behind it. The kernel tells a peer of the end only when the last copy is closed, so
 * whoever closes such a connection ends its stream first. Threads: {@link #mark} any, {@link #close} the connection's loop.
 */
@Internal(since = "0.2")
public final class Copies {

    private static final AttributeKey<Boolean> COPIED = AttributeKey.valueOf(Copies.class, "copied");

    private Copies() {}

    /** Another process has a copy from now on, perhaps for ever. */
    public static void mark(Channel channel) {
        channel.attr(COPIED).set(true);
    }

    /** Closes a connection so that its peer learns it, whoever else has its socket. */
    public static void close(Channel channel) {
        if (channel.hasAttr(COPIED) && channel.isActive() && channel instanceof SocketChannel socket) {
            socket.shutdown();
        }
        channel.close();
    }
}
