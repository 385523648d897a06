package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at the first bytes of a connection and gives it to the lane of its protocol. */
final class Detector extends ChannelInboundHandlerAdapter {

    private final Lanes lanes;
    private final Worker worker;
    private @Nullable ByteBuf first;
    private @Nullable Future<?> silence;

    Detector(Lanes lanes, Worker worker) {
        this.lanes = lanes;
        this.worker = worker;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        worker.counters().add(Counter.DOWNSTREAM_ACCEPTED);
        worker.counters().add(Counter.DOWNSTREAM_OPEN);
        context.channel().closeFuture().addListener(closed -> worker.counters().add(Counter.DOWNSTREAM_OPEN, -1));
        long patience = 3L * worker.limits().heartbeatMillis();
        silence = worker.loop().schedule(() -> giveUp(context), patience, TimeUnit.MILLISECONDS);
    }

    private void giveUp(ChannelHandlerContext context) {
        worker.counters().add(Counter.DOWNSTREAM_IDLE_CLOSED);
        context.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (first != null) {
            bytes = first.writeBytes(bytes);
            ((ByteBuf) message).release();
        }
        Lane lane = lanes.detect(bytes);
        if (lane == null) {
            first = bytes;
        } else {
            handOver(context, lane, bytes);
        }
    }

    private void handOver(ChannelHandlerContext context, Lane lane, ByteBuf bytes) {
        first = null;
        stopWaiting();
        lane.accept(context.channel());
        context.fireChannelRead(bytes);
        context.pipeline().remove(this);
    }

    private void stopWaiting() {
        if (silence != null) {
            silence.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWaiting();
        if (first != null) {
            first.release();
            first = null;
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
