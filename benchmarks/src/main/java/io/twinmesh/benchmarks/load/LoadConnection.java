package io.twinmesh.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.twinmesh.benchmarks.wire.DubboHeader;
import io.twinmesh.benchmarks.wire.EchoFrames;
import io.twinmesh.benchmarks.wire.FrameSink;
import io.twinmesh.benchmarks.wire.FrameSplitter;
import org.jspecify.annotations.NullUnmarked;

/** One connection: reads replies in batches and writes all calls of a batch at once. */
@NullUnmarked // the pipeline sets the context
final class LoadConnection extends ChannelInboundHandlerAdapter implements FrameSink {

    private static final int OUT_BYTES = 64 << 10;

    private final int number;
    private final Calls calls;
    private final LoadProgress progress;
    private final FrameSplitter splitter = new FrameSplitter();
    private ChannelHandlerContext context;
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private long arrival;
    private int answered;
    private boolean closing;

    LoadConnection(int number, Calls calls, LoadProgress progress) {
        this.number = number;
        this.calls = calls;
        this.progress = progress;
    }

    int number() {
        return number;
    }

    /** Ends it in good order. */
    void close() {
        closing = true;
        context.close();
    }

    /** Adds a call that counts from {@code start} to the batch. */
    void write(long start) {
        calls.write(out(), number, start);
    }

    /** Sends the batch. */
    void flush() {
        if (out.isReadable()) {
            context.writeAndFlush(out, context.voidPromise());
            out = Unpooled.EMPTY_BUFFER;
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf chunk = (ByteBuf) message;
        arrival = System.nanoTime();
        try {
            splitter.read(chunk, this);
        } finally {
            chunk.release();
        }
    }

    @Override
    public void frame(ByteBuf in, int at, int bytes) {
        if (!DubboHeader.has(in, at, DubboHeader.EVENT)) {
            answered += calls.reply(number, in, at, bytes, arrival) ? 1 : 0;
        } else if (DubboHeader.has(in, at, DubboHeader.REQUEST | DubboHeader.TWO_WAY)) {
            EchoFrames.writeHeartbeatReply(in, at, bytes, out());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        int ended = answered;
        answered = 0;
        if (ended > 0) {
            progress.answered(this, ended);
        }
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!closing) {
            progress.closed(number);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        progress.broken(number, cause);
        ctx.close();
    }

    private ByteBuf out() {
        if (!out.isReadable()) {
            out.release();
            out = context.alloc().directBuffer(Math.max(OUT_BYTES, calls.requestBytes()));
        }
        return out;
    }
}
