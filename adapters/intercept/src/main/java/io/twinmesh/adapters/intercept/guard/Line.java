package io.twinmesh.adapters.intercept.guard;

import io.twinmesh.api.Internal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connection to a sidecar's socket: asks, hears answers, dials again when it ends. Used by one thread; {@link #wake} by any. */
@Internal(since = "0.2")
public final class Line implements AutoCloseable {

    private static final long ASK_EVERY_MILLIS = 100;
    private static final long DIAL_EVERY_MILLIS = 20;
    private static final byte QUESTION = '?';
    private static final byte ANSWER = '!';

    private final UnixDomainSocketAddress address;
    private final Selector selector;
    private final ByteBuffer heard = ByteBuffer.allocate(64);
    private @Nullable SocketChannel channel;
    private boolean waiting;
    private long asked;

    public Line(Path socket) throws IOException {
        address = UnixDomainSocketAddress.of(socket);
        selector = Selector.open();
    }

    /**
     * One look, which takes as long as a question may reasonably take at most.
     *
     * @return true if an answer came
     * @throws IOException if this process can no longer wait for anything
     */
    public boolean look() throws IOException {
        SocketChannel open = channel == null ? dial() : channel;
        if (open == null) {
            selector.select(DIAL_EVERY_MILLIS);
            return false;
        }
        channel = open;
        try {
            ask(open);
            selector.select(waiting ? ASK_EVERY_MILLIS : Math.max(1, rest()));
            selector.selectedKeys().clear();
            return hear(open);
        } catch (IOException e) {
            hangUp();
            return false;
        }
    }

    /** Whether somebody holds the other end, answering or not. */
    public boolean isHeld() {
        return channel != null;
    }

    private @Nullable SocketChannel dial() throws IOException {
        SocketChannel dialled = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            dialled.configureBlocking(false);
            if (dialled.connect(address)) {
                dialled.register(selector, SelectionKey.OP_READ);
                waiting = false;
                asked = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ASK_EVERY_MILLIS);
                return dialled;
            }
        } catch (IOException e) {
            // nobody there: the next look tries again
        }
        dialled.close();
        return null;
    }

    private void ask(SocketChannel open) throws IOException {
        if (!waiting && rest() == 0) {
            waiting = open.write(ByteBuffer.wrap(new byte[] {QUESTION})) == 1;
            asked = System.nanoTime();
        }
    }

    /** Milliseconds until the next question is due. */
    private long rest() {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        return Math.max(0, ASK_EVERY_MILLIS - since);
    }

    private boolean hear(SocketChannel open) throws IOException {
        heard.clear();
        int count = open.read(heard);
        if (count < 0) {
            hangUp();
        }
        boolean answered = count > 0 && heard.get(count - 1) == ANSWER;
        waiting &= !answered;
        return answered;
    }

    private void hangUp() throws IOException {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /** Ends a look at once. */
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        selector.close();
    }
}
