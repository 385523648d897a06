package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.backend.proxy.link.Hold;
import io.twinmesh.backend.proxy.link.Kept;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.BiConsumer;

/** Calls that wait for a connection to an endpoint, with their frames. Lifecycle: {@link #close} at the end. Threads: the worker's loop. */
final class WaitingCalls {

    private final Queue<InFlight> calls = new ArrayDeque<>();
    private final Hold hold;
    private long bytes;
    private int sweeps;

    /**
     * None yet.
     *
     * @param hold says what they hold; its relief may take them out again while one is added
     */
    WaitingCalls(Hold hold) {
        this.hold = hold;
    }

    void add(InFlight call, ByteBuf frame) {
        call.place = InFlight.Place.QUEUED;
        call.frame = frame;
        calls.add(call);
        bytes += Kept.cost(frame);
        hold.set(bytes);
    }

    /** Takes all of them out, in order; each is given away with its frame. */
    void drain(BiConsumer<InFlight, ByteBuf> taker) {
        for (InFlight call = calls.poll(); call != null; call = calls.poll()) {
            taker.accept(call, takeFrame(call));
        }
    }

    private ByteBuf takeFrame(InFlight call) {
        ByteBuf frame = call.frame;
        if (frame == null) {
            throw new IllegalStateException("call in a queue without its frame");
        }
        call.frame = null;
        call.place = InFlight.Place.FREE;
        bytes -= Kept.cost(frame);
        hold.set(bytes);
        return frame;
    }

    /** Those that wait, in order. */
    Collection<InFlight> all() {
        return calls;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    void sweep() {
        sweeps = calls.isEmpty() ? 0 : sweeps + 1;
        hold.age(sweeps);
    }

    /** None will wait here any more. */
    void close() {
        hold.close();
    }
}
