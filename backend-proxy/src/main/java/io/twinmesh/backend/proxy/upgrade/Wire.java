package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.Copies;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The two connections between two processes: messages on one, sockets on the other, both as calls that wait. Threads: one conducts; Netty's
 * loop fills the boxes. Errors: whatever keeps a step from being done within its time is a {@link BrokenOffException}.
 */
final class Wire implements AutoCloseable {

    private static final int BATCH = 128;

    private final Channel control;
    private final Channel sockets;
    private final BlockingQueue<Object> messages;
    private final BlockingQueue<FileDescriptor> received;

    /** What is put into the box when the connection has ended. */
    static final Object END = new Object();

    /** Milliseconds nobody lives to see the end of. */
    static final long FOREVER = Long.MAX_VALUE / 1_000_000;

    Wire(Channel control, BlockingQueue<Object> messages, Channel sockets, BlockingQueue<FileDescriptor> received) {
        this.control = control;
        this.messages = messages;
        this.sockets = sockets;
        this.received = received;
    }

    /** Sends a message. */
    void send(Kind kind, Consumer<FieldWriter> content) {
        send(control, kind, content);
    }

    static ChannelFuture send(Channel control, Kind kind, Consumer<FieldWriter> content) {
        ByteBuf out = control.alloc().buffer();
        out.writeInt(0).writeShort(kind.code());
        content.accept(new FieldWriter(out));
        out.setInt(0, out.readableBytes() - Integer.BYTES);
        return control.writeAndFlush(out);
    }

    void send(Kind kind) {
        send(kind, fields -> {});
    }

    /**
     * Sends sockets, in order; ours stay open. Never more at once than the kernel's buffer takes: Netty 4.2.18 closes the connection when a
     * descriptor does not fit ({@code EpollDomainSocketChannel.doWriteSingle} falls through to what knows bytes only).
     */
    void sendSockets(List<Channel> channels, long millis) throws BrokenOffException {
        for (int i = 0; i < channels.size(); i++) {
            if (i > 0 && i % BATCH == 0) {
                sockets.flush();
                receive(Kind.SOCKETS, millis).release();
            }
            Copies.mark(channels.get(i));
            sockets.write(
                    new FileDescriptor(((UnixChannel) channels.get(i)).fd().intValue()));
        }
        sockets.flush();
    }

    /** The next message, whatever it is, or null if none comes in time. */
    @Nullable Message poll(long millis) throws BrokenOffException {
        Object next = poll(messages, millis);
        if (next == END) {
            messages.add(END);
            throw BrokenOffException.gone();
        }
        return (Message) next;
    }

    /** The next message, whatever it is. */
    Message receive(long millis) throws BrokenOffException {
        Message next = poll(millis);
        if (next == null) {
            throw new BrokenOffException("the other process says nothing (expected: within " + millis + " ms)");
        }
        return next;
    }

    /** The next message, which must be of a kind. Somebody who asks for the way back meanwhile is not listened to: it may be on it already. */
    Message receive(Kind wanted, long millis) throws BrokenOffException {
        Message message = receive(millis);
        while (message.kind() == Kind.RETURN_ASKED) {
            message.release();
            message = receive(millis);
        }
        if (message.kind() == wanted) {
            return message;
        }
        String said = message.kind() == Kind.REFUSED
                ? "the other process refuses: " + Texts.reason(message)
                : "message " + message.kind() + " (expected: " + wanted + ")";
        message.release();
        throw new BrokenOffException(said);
    }

    /**
     * Leaves the sockets that are sent from now on with the kernel until there is known to be room for them. A process at its limit could not even say so
     * otherwise: classes are files, too.
     */
    void holdSockets() {
        sockets.config().setAutoRead(false);
    }

    /**
     * As many sockets as were promised, while the other side goes on serving: however long all of them take, as long as they come. The other
     * side waits for a step's time for an answer: each must be here in half of that, so that it hears the reason before it gives up itself.
     *
     * @param millis one step may take
     * @throws UpgradeRefusedException if more came, or this process may not open as many: none stays behind then
     * @throws BrokenOffException if some do not come: none stays behind then
     */
    List<FileDescriptor> receiveSockets(int count, long millis) throws BrokenOffException {
        Descriptors.check(count, received::size);
        sockets.config().setAutoRead(true);
        return exactly(count, () -> millis / 2);
    }

    /** The same while nobody serves: half of a step's time is all there is for all of them together. */
    List<FileDescriptor> receiveSocketsAtOnce(int count, long millis) throws BrokenOffException {
        if (count > Descriptors.SPARE) { // a look takes longer than a few sockets
            Descriptors.check(count, received::size);
        }
        sockets.config().setAutoRead(true);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis / 2);
        return exactly(count, () -> TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private List<FileDescriptor> exactly(int count, LongSupplier leftMillis) throws BrokenOffException {
        List<FileDescriptor> got = receiveAtLeast(count, leftMillis);
        if (!received.isEmpty()) {
            closeAll(got);
            throw new UpgradeRefusedException("sockets", "more sockets than " + count, "as many as were said");
        }
        return got;
    }

    private List<FileDescriptor> receiveAtLeast(int count, LongSupplier leftMillis) throws BrokenOffException {
        List<FileDescriptor> got = new ArrayList<>(); // the number is only said so far
        while (got.size() < count) {
            long left = leftMillis.getAsLong();
            FileDescriptor next = left < 0 ? null : poll(received, left);
            if (next == null) {
                closeAll(got);
                throw messages.contains(END)
                        ? BrokenOffException.gone()
                        : new BrokenOffException(got.size() + " sockets came (expected: " + count + ")");
            }
            got.add(next);
            if (got.size() % BATCH == 0 && got.size() < count) {
                send(Kind.SOCKETS);
            }
        }
        return got;
    }

    static void closeAll(List<FileDescriptor> descriptors) {
        for (FileDescriptor descriptor : descriptors) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // it was none
            }
        }
    }

    private static <T> @Nullable T poll(BlockingQueue<T> box, long millis) throws BrokenOffException {
        try {
            return box.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenOffException("this process ends", e);
        }
    }

    static <T> BlockingQueue<T> box() {
        return new LinkedBlockingQueue<>();
    }

    /** Whether the other process is still there. */
    boolean open() {
        return control.isActive();
    }

    @Override
    public void close() {
        control.close().awaitUninterruptibly();
        sockets.close().awaitUninterruptibly();
        List<FileDescriptor> left = new ArrayList<>();
        received.drainTo(left);
        closeAll(left);
        List<Object> unread = new ArrayList<>();
        messages.drainTo(unread);
        unread.stream().filter(Message.class::isInstance).forEach(message -> ((Message) message).release());
        messages.add(END);
    }
}
