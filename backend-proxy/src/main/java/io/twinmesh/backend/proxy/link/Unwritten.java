package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** What a connection has for a peer that does not read. */
final class Unwritten {

    private Unwritten() {}

    /** Copies what a channel has flushed and its socket did not take, in order; empty if there is nothing. On the channel's loop. */
    static ByteBuf of(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null || out.isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf copy = channel.alloc().buffer((int) Math.min(Integer.MAX_VALUE, out.totalPendingWriteBytes()));
        try {
            out.forEachFlushedMessage(message -> {
                if (message instanceof ByteBuf bytes) {
                    copy.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
                }
                return true;
            });
            return copy;
        } catch (Exception e) { // declared, thrown by nobody here
            copy.release();
            throw new IllegalStateException("connection: what is unwritten cannot be read", e);
        }
    }
}
