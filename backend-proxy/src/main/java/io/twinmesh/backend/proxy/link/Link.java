package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.twinmesh.api.Internal;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection: where a {@link Conversation} meets its socket. What is written goes out once per turn of the loop, so that
 * everything one turn has for a peer is one system call. Threads: the loop of its worker only.
 */
@Internal(since = "0.1")
public final class Link implements Movable {

    private static final String HANDLER = "link"; // Netty would look for one that is free

    private final Worker worker;
    private final Conversation conversation;
    private final Channel channel;
    private @Nullable ChannelHandlerContext context;
    private boolean touched;
    private boolean congested;
    private boolean inputEnded;
    private boolean closing;
    private boolean outputEnds;
    private boolean left;
    private int holds;
    private int lastRead;
    private final Backlog backlog;

    private Link(Worker worker, Conversation conversation, Channel channel) {
        this.worker = worker;
        this.conversation = conversation;
        this.channel = channel;
        this.lastRead = worker.sweep();
        this.backlog = new Backlog(worker.hold(this::relieve));
    }

    /** Puts a conversation on a channel of the worker's loop. Whatever is read goes to it from now on. */
    public static Link attach(Channel channel, Worker worker, Conversation conversation) {
        Link link = new Link(worker, conversation, channel);
        channel.pipeline().addLast(HANDLER, link.new Handler());
        return link;
    }

    /** Writes at the end of this turn. Takes the bytes over. */
    public void write(ByteBuf bytes) {
        ChannelHandlerContext to = context;
        if (to == null || !channel.isActive()) {
            bytes.release();
            return;
        }
        if (backlog.any()) {
            writeBehind(to, Kept.whole(bytes, allocator()));
        } else {
            to.write(bytes, to.voidPromise());
        }
        if (!touched) {
            touched = true;
            worker.touch(this);
        }
        if (congested) {
            checkPending();
        }
    }

    private void writeBehind(ChannelHandlerContext to, ByteBuf bytes) {
        long before = pendingBytes();
        long excess = Backlog.excess(bytes);
        to.write(bytes, to.voidPromise());
        backlog.added(pendingBytes() - before, excess);
    }

    private void checkPending() {
        if (pendingBytes() > worker.limits().pendingBytes()) {
            worker.counters().add(Counter.DOWNSTREAM_OVERFLOWED);
            close();
        }
    }

    void flush() {
        touched = false;
        if (context != null) {
            context.flush();
            if (backlog.any() || pendingBytes() > 0) {
                lookBehind();
            }
        }
    }

    private void lookBehind() {
        boolean before = backlog.any();
        backlog.look(channel.unsafe().outboundBuffer());
        if (backlog.any() && !before) {
            worker.behind(this);
        }
    }

    /** Looks after bytes that wait for the peer; false if none do any more. */
    boolean sweepBehind() {
        backlog.sweep(channel.unsafe().outboundBuffer());
        if (closing
                && backlog.stalledSweeps()
                        > worker.limits().sweeps(worker.limits().stalledClientMillis())) {
            worker.counters().add(Counter.DOWNSTREAM_STALLED);
            close();
        }
        return backlog.any();
    }

    /** The sidecar has no room for what the peer does not read. */
    private void relieve() {
        worker.counters().add(Counter.MEMORY_CONNECTIONS_CLOSED);
        close();
    }

    /** Sweeps since the peer last read something of what waits for it; 0 if nothing waits. */
    public int stalledSweeps() {
        return backlog.stalledSweeps();
    }

    /** Takes the conversation off: the channel stays open and is read again. */
    public void detach() {
        ChannelHandlerContext on = context;
        context = null;
        backlog.close();
        if (on != null) {
            on.pipeline().remove(on.handler());
        }
        if (holds > 0 && channel.isOpen()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Bytes written and not yet taken by the socket. */
    public long pendingBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    public boolean congested() {
        return congested;
    }

    /** Whether reading is stopped by us. */
    public boolean held() {
        return holds > 0;
    }

    /** Stops reading. Each call needs one {@link #release}. */
    public void hold() {
        if (holds++ == 0) {
            channel.config().setAutoRead(false);
        }
    }

    /** Takes one {@link #hold} back; without holds reading goes on. */
    public void release() {
        if (--holds == 0 && channel.isOpen() && !inputEnded) {
            lastRead = worker.sweep();
            channel.config().setAutoRead(true);
        }
    }

    /** Sweeps since something was read; 0 while reading is stopped by us. */
    public int silentSweeps() {
        return holds > 0 ? 0 : worker.sweep() - lastRead;
    }

    public void close() {
        Copies.close(channel);
    }

    /** Closes when everything written has gone out. Nothing more is read. */
    public void closeAfterFlush() {
        closing = true;
        hold();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (!left) {
                Copies.close(channel);
            }
        });
        lookBehind();
    }

    /** Sends everything written, then the end of the stream; reading goes on. */
    public void endOutput() {
        outputEnds = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (!left && channel instanceof SocketChannel socket) {
                socket.shutdownOutput();
            }
        });
    }

    public boolean open() {
        return channel.isActive();
    }

    @Override
    public int unwritten() {
        return Unwritten.bytes(channel);
    }

    @Override
    public void copyUnwritten(ByteBuf to) {
        Unwritten.copy(channel, to);
    }

    @Override
    public void leave() {
        left = true;
        backlog.close();
        channel.close();
    }

    /**
     * Puts a conversation on a connection that another process began; it is read from {@link #begin} on. One that its peer has reset meanwhile
     * comes as inactive, and Netty says nothing about it: it is opened here all the same, so that it can end like any other.
     *
     * @param channel made from the socket, on the worker's loop or on none yet
     */
    static Link adopt(Channel channel, Worker worker, Conversation conversation) {
        Link link = new Link(worker, conversation, channel);
        link.hold();
        if (!channel.isRegistered()) {
            worker.loop().register(channel);
        }
        channel.pipeline().addLast(HANDLER, link.new Handler());
        if (!channel.isActive()) {
            conversation.opened(link);
        }
        return link;
    }

    /**
     * Writes what was not written, and reads; or ends what has ended while no process had it.
     *
     * @param close whether the connection ends behind it
     * @param endOutput whether at least its writing side does
     */
    void begin(ByteBuf unwritten, boolean close, boolean endOutput) {
        if (channel.isActive()) {
            goOn(unwritten, close, endOutput);
        } else {
            unwritten.release();
            channel.close();
            backlog.close();
            conversation.closed();
        }
    }

    private void goOn(ByteBuf unwritten, boolean close, boolean endOutput) {
        if (unwritten.isReadable()) {
            write(unwritten);
        } else {
            unwritten.release();
        }
        release();
        if (close) {
            closeAfterFlush();
        } else if (endOutput) {
            endOutput();
        }
    }

    @Override
    public boolean closing() {
        return closing;
    }

    @Override
    public boolean outputEnds() {
        return outputEnds;
    }

    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    @Override
    public Channel channel() {
        return channel;
    }

    public SocketAddress peer() {
        return channel.remoteAddress();
    }

    /** Carries Netty's events to the conversation. */
    private final class Handler extends ChannelInboundHandlerAdapter {

        /** Netty would look for an annotation, and remember what it found in a map of each thread. */
        @Override
        public boolean isSharable() {
            return false;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
            if (channel.isActive()) {
                conversation.opened(Link.this);
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            conversation.opened(Link.this);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            lastRead = worker.sweep();
            conversation.read((ByteBuf) message);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            boolean writable = channel.isWritable();
            if (writable == congested) {
                congested = !writable;
                conversation.writable(writable);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                inputEnded = true; // epoll has forgotten the socket; asking to read it again would be an error
                conversation.inputEnded();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            backlog.close();
            if (!left) {
                conversation.closed();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            worker.failed(cause);
            Copies.close(channel);
        }
    }
}
