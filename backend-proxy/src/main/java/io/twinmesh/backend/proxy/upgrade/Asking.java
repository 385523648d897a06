package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.util.function.Function;

/** One question of a command line: a word and a line feed in, lines out, and the connection ends. Threads: the upgrade loop. */
final class Asking extends SimpleChannelInboundHandler<String> {

    private static final int LONGEST = 64;

    private final Function<String, String> answer;

    private Asking(Function<String, String> answer) {
        this.answer = answer;
    }

    /** Answers whoever connects with what a function says to the word. */
    static void on(Channel channel, Function<String, String> answer) {
        channel.pipeline()
                .addLast(
                        new LineBasedFrameDecoder(LONGEST),
                        new StringDecoder(),
                        new StringEncoder(),
                        new Asking(answer));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, String word) {
        context.writeAndFlush(answer.apply(word)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
