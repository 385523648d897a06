package io.twinmesh.benchmarks.load;

import io.twinmesh.benchmarks.wire.EchoCall;
import java.nio.file.Path;

/**
 * Code that runs inside the load process around every call, such as the in-process kernel.
 *
 * <p>Lifecycle: named by {@code --gate}, created through its public no-argument constructor, opened once, then asked
 * before and told after every call, warm-up included; a call that is never answered gets no {@link #after}.
 *
 * <p>Threading: {@code open} runs on the main thread before any call; the others run on the one load thread.
 */
public interface CallGate {

    /**
     * Prepares the gate.
     *
     * @param rules the same rules directory the sidecar row reads
     */
    default void open(Path rules) {}

    /**
     * Called before a request is written.
     *
     * @param slot identifies the call until its {@link #after}: unique among calls in flight, 0 to {@link #SLOTS} - 1
     */
    void before(int slot, EchoCall call);

    /**
     * Called when the reply has been verified.
     *
     * @param status Dubbo status of the reply, 20 is OK
     * @param nanos latency, counted as the report counts it: in open loops from the intended send time
     */
    void after(int slot, EchoCall call, int status, long nanos);

    /** Upper bound of the slot numbers, exclusive. */
    int SLOTS = InFlight.SLOTS;
}
