package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.twinmesh.backend.proxy.link.Copies;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.Movable;
import io.twinmesh.backend.proxy.link.Trial;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection and gives it to the lane of its protocol. On an intercepted connection that stays silent it does
 * not wait for them: the connection is opened on trial as one whose server speaks first, and the first bytes still decide.
 */
final class Detector extends ChannelInboundHandlerAdapter implements Movable {

    private final Lanes lanes;
    private final Worker worker;
    private final boolean transparent;
    private @Nullable ByteBuf first;
    private @Nullable Future<?> silence;
    private @Nullable Trial trial;
    private @Nullable ChannelHandlerContext own;

    Detector(Lanes lanes, Worker worker, boolean transparent) {
        this.lanes = lanes;
        this.worker = worker;
        this.transparent = transparent;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        worker.counters().add(Counter.DOWNSTREAM_ACCEPTED);
        own = context;
        lanes.waiting().add(this);
        if (transparent) {
            after(worker.limits().detectMillis(), () -> silent(context));
        } else {
            giveUpLater(context);
        }
    }

    private void after(long millis, Runnable action) {
        silence = worker.loop().schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private void giveUpLater(ChannelHandlerContext context) {
        after(3L * worker.limits().heartbeatMillis(), () -> giveUp(context));
    }

    private void giveUp(ChannelHandlerContext context) {
        if (trial != null && trial.open()) {
            return; // how long both ends may say nothing is theirs to decide
        }
        worker.counters().add(Counter.DOWNSTREAM_IDLE_CLOSED);
        Copies.close(context.channel());
    }

    /** Too little has come to tell the protocol: what has not even begun may be waiting for its server. */
    private void silent(ChannelHandlerContext context) {
        if (first != null) {
            handOver(context, lanes.last(), first);
            return;
        }
        worker.counters().add(Counter.DOWNSTREAM_SILENT);
        trial = lanes.last().acceptSilent(context.channel(), lanes::isOthers);
        giveUpLater(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (first != null) {
            bytes = first.writeBytes(bytes);
            ((ByteBuf) message).release();
        }
        Lane lane = trial != null && trial.settled() ? lanes.last() : lanes.detect(bytes);
        if (lane == null) {
            keep(context, bytes);
        } else {
            handOver(context, lane, bytes);
        }
    }

    /** Apart from the big buffer that few bytes were read into. */
    private void keep(ChannelHandlerContext context, ByteBuf bytes) {
        first = context.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
        bytes.release();
    }

    private void handOver(ChannelHandlerContext context, Lane lane, ByteBuf bytes) {
        first = null;
        stopWaiting();
        if (!goesOn(lane)) {
            context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            lane.accept(context.channel());
        }
        context.fireChannelRead(bytes);
        context.pipeline().remove(this);
    }

    /** Ends a trial; true if it was right. */
    private boolean goesOn(Lane lane) {
        Trial begun = trial;
        trial = null;
        if (begun != null && begun.open() && lane == lanes.last()) {
            begun.settle();
            return true;
        }
        if (begun != null) {
            begun.withdraw();
        }
        return false;
    }

    private void stopWaiting() {
        lanes.waiting().remove(this);
        if (silence != null) {
            silence.cancel(false);
        }
    }

    /** A client that ends its side without a word can only be waiting for its server. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && trial == null) {
            stopWaiting();
            silent(context);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWaiting();
        releaseFirst();
        context.fireChannelInactive();
    }

    private void releaseFirst() {
        if (first != null) {
            first.release();
            first = null;
        }
    }

    /** Before a hand-over: a connection that is open on trial is what it has been taken for. */
    void settleTrial() {
        if (trial != null && goesOn(lanes.last())) {
            stopWaiting();
            channel().pipeline().remove(this);
        }
    }

    @Override
    public Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(own);
    }

    /** What has come of a connection whose protocol cannot be told yet. */
    ByteBuf first() {
        return first == null ? Unpooled.EMPTY_BUFFER : first;
    }

    @Override
    public int unwritten() {
        return 0;
    }

    @Override
    public void copyUnwritten(ByteBuf to) {}

    @Override
    public void leave() {
        stopWaiting();
        releaseFirst();
        channel().close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Copies.close(context.channel());
    }
}
