package io.twinmesh.backend.proxy.alive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Answers one guard. */
final class Answer extends SimpleChannelInboundHandler<ByteBuf> {

    static final byte QUESTION = '?';
    static final byte ANSWER = '!';

    private final BooleanSupplier ready;
    private final Executor carrier;
    private volatile boolean wasReady;

    /**
     * One that answers if it may, on a thread that carries traffic.
     *
     * @param carrier runs something on such a thread
     */
    Answer(BooleanSupplier ready, Executor carrier) {
        this.ready = ready;
        this.carrier = carrier;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf questions) {
        for (int i = questions.readerIndex(); i < questions.writerIndex(); i++) {
            if (questions.getByte(i) != QUESTION) {
                context.close();
                return;
            }
        }
        carrier.execute(() -> answer(context));
    }

    private void answer(ChannelHandlerContext context) {
        wasReady = wasReady || ready.getAsBoolean();
        if (wasReady) {
            context.writeAndFlush(context.alloc().buffer(1).writeByte(ANSWER));
        }
    }

    /** A guard that went away. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
