package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Hold;
import io.twinmesh.backend.proxy.link.Kept;
import io.twinmesh.backend.proxy.link.Link;
import org.jspecify.annotations.Nullable;

/** The endpoint's side of a connection that is passed through. */
final class TcpUpstream implements Conversation {

    private final TcpDownstream downstream;
    private final Hold place;
    private @Nullable ByteBuf first;
    private @Nullable Link link;
    private final @Nullable TcpTrial trial;
    private boolean holding;
    private boolean closed;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean adopted;

    /**
     * A side that is not connected yet.
     *
     * @param first what the client sent so far, or null; taken over
     * @param trial wants to know what the endpoint says first, or null
     */
    TcpUpstream(TcpDownstream downstream, @Nullable ByteBuf first, @Nullable TcpTrial trial) {
        this.downstream = downstream;
        this.first = first;
        this.trial = trial;
        this.place = downstream.worker().hold(this::relieve);
        if (first != null) {
            place.set(Kept.cost(first));
        }
    }

    /** There is no room for what the client sent. */
    private void relieve() {
        downstream.worker().counters().add(Counter.MEMORY_CONNECTIONS_CLOSED);
        downstream.link().close();
    }

    private @Nullable ByteBuf takeFirst() {
        ByteBuf waited = first;
        first = null;
        place.close();
        return waited;
    }

    private void releaseFirst() {
        ByteBuf waited = takeFirst();
        if (waited != null) {
            waited.release();
        }
    }

    /** Reads nothing more from the client until the endpoint is connected. */
    void hold() {
        if (link == null && !holding) {
            holding = true;
            downstream.link().hold();
        }
    }

    @Override
    public void opened(Link opened) {
        link = opened;
        ByteBuf waited = takeFirst();
        if (waited != null) {
            opened.write(waited);
        }
        if (holding) {
            downstream.link().release();
        }
        if (inputEnded && !adopted) {
            opened.endOutput();
        }
        if (closed) {
            opened.close();
        }
    }

    void send(ByteBuf bytes) {
        if (link != null) {
            link.write(bytes);
        } else {
            ByteBuf all = first == null ? bytes : Unpooled.wrappedBuffer(first, bytes);
            first = all;
            place.set(Kept.cost(all));
        }
    }

    /** Reads from the endpoint or stops reading, as the client can take it. */
    void read(boolean on) {
        if (link != null) {
            setReading(link, on);
        }
    }

    private static void setReading(Link of, boolean on) {
        if (on) {
            of.release();
        } else {
            of.hold();
        }
    }

    @Override
    public void read(ByteBuf bytes) {
        if (trial != null && trial.open()) {
            trial.serverSpoke(bytes);
        }
        downstream.link().write(bytes);
    }

    @Override
    public void writable(boolean writable) {
        if (!closed) {
            setReading(downstream.link(), writable);
        }
    }

    /** The client will send nothing more. */
    void endOutput() {
        inputEnded = true;
        if (outputEnded) {
            downstream.close();
        } else if (link != null) {
            link.endOutput();
        }
    }

    @Override
    public void inputEnded() {
        outputEnded = true;
        if (inputEnded) {
            downstream.close();
        } else {
            downstream.link().endOutput();
        }
    }

    /** The connection, or null if there is none yet or any more. */
    @Nullable Link link() {
        return link != null && link.open() ? link : null;
    }

    /** Whether it waits for its connection. */
    boolean waits() {
        return link == null && !closed;
    }

    /** What waits for the connection. */
    @Nullable ByteBuf first() {
        return first;
    }

    boolean inputHasEnded() {
        return inputEnded;
    }

    boolean outputHasEnded() {
        return outputEnded;
    }

    /** Which sides were at their ends in another process. */
    void ended(boolean input, boolean output) {
        inputEnded = input;
        outputEnded = output;
    }

    /** Another process opened the connection; what that one did not write comes before the end of its output. */
    void adopted() {
        adopted = true;
    }

    /** The connection goes on in another process. */
    void moved() {
        releaseFirst();
    }

    void close() {
        closed = true;
        if (link != null) {
            link.closeAfterFlush();
        }
    }

    @Override
    public void closed() {
        releaseFirst();
        downstream.upstreamClosed();
    }
}
