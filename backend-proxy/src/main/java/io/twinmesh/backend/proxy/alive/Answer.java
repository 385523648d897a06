package io.twinmesh.backend.proxy.alive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.function.BooleanSupplier;

/** Answers one guard. */
final class Answer extends SimpleChannelInboundHandler<ByteBuf> {

    static final byte QUESTION = '?';
    static final byte ANSWER = '!';

    private final BooleanSupplier ready;
    private boolean wasReady;

    Answer(BooleanSupplier ready) {
        this.ready = ready;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf questions) {
        wasReady = wasReady || ready.getAsBoolean();
        for (int i = questions.readerIndex(); i < questions.writerIndex(); i++) {
            if (questions.getByte(i) != QUESTION) {
                context.close();
                return;
            }
        }
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
