package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.Consumer;

/** What a connection has for a peer that does not read: flushed, and not taken by its socket. Threads: the channel's loop. */
final class Unwritten {

    private Unwritten() {}

    /** How many bytes. */
    static int bytes(Channel channel) {
        long[] sum = {0};
        forEach(channel, bytes -> sum[0] += bytes.readableBytes());
        return Math.toIntExact(sum[0]);
    }

    /** Copies them, in order. */
    static void copy(Channel channel, ByteBuf to) {
        forEach(channel, bytes -> to.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes()));
    }

    private static void forEach(Channel channel, Consumer<ByteBuf> action) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null || out.isEmpty()) {
            return;
        }
        try {
            out.forEachFlushedMessage(message -> {
                if (message instanceof ByteBuf bytes) {
                    action.accept(bytes);
                }
                return true;
            });
        } catch (Exception e) { // declared, thrown by nobody here
            throw new IllegalStateException("connection: what is unwritten cannot be read", e);
        }
    }
}
