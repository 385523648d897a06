package io.twinmesh.benchmarks.echo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.twinmesh.benchmarks.wire.DubboHeader;
import io.twinmesh.benchmarks.wire.EchoFrames;
import io.twinmesh.benchmarks.wire.FrameSink;
import io.twinmesh.benchmarks.wire.FrameSplitter;

/** Answers the frames of one connection, all replies of one read batch in one write. */
final class EchoHandler extends ChannelInboundHandlerAdapter implements FrameSink {

    private static final int OUT_BYTES = 64 << 10;

    private final FrameSplitter splitter = new FrameSplitter();
    private ByteBuf out = Unpooled.EMPTY_BUFFER;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf chunk = (ByteBuf) message;
        try {
            if (!out.isReadable()) {
                out = ctx.alloc().directBuffer(OUT_BYTES);
            }
            splitter.read(chunk, this);
        } finally {
            chunk.release();
            dropEmpty();
        }
    }

    @Override
    public void frame(ByteBuf in, int at, int bytes) {
        if (!DubboHeader.has(in, at, DubboHeader.REQUEST | DubboHeader.TWO_WAY)) {
            return;
        }
        if (DubboHeader.has(in, at, DubboHeader.EVENT)) {
            EchoFrames.writeHeartbeatReply(in, at, bytes, out);
        } else {
            answer(in, at);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (out.isReadable()) {
            ctx.writeAndFlush(out, ctx.voidPromise());
            out = Unpooled.EMPTY_BUFFER;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void answer(ByteBuf in, int at) {
        int start = out.writerIndex();
        try {
            EchoFrames.writeReply(in, at, out);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notUnderstood) {
            out.writerIndex(start);
            EchoFrames.writeBadRequest(DubboHeader.id(in, at), out);
        }
    }

    private void dropEmpty() {
        if (!out.isReadable()) {
            out.release();
            out = Unpooled.EMPTY_BUFFER;
        }
    }
}
