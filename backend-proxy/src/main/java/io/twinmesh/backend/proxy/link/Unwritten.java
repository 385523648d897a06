package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** What a connection has for a peer that does not read. */
final class Unwritten {

    private Unwritten() {}

    /** Takes it out of a channel that is on no loop, in order, as one buffer; empty if there is nothing. */
    static ByteBuf takeFrom(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null) {
            return channel.alloc().buffer(0);
        }
        out.addFlush();
        ByteBuf taken = channel.alloc().buffer((int) Math.min(Integer.MAX_VALUE, out.totalPendingWriteBytes()));
        for (Object message = out.current(); message != null; message = out.current()) {
            if (message instanceof ByteBuf bytes) {
                taken.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
            }
            out.remove();
        }
        return taken;
    }
}
