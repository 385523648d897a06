package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Call;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.KernelHandle;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One open bundle: its kernel, its numbers, and the calls that are inside it.
 *
 * <p>Lifecycle: calls {@link #enter} until it is {@link #retire}d; when the last of them has left it is drained, which is told once; then it
 * is closed. Threading: any.
 */
final class Side {

    private static final long RETIRED = Long.MIN_VALUE / 2;

    private final Bundle bundle;
    private final BundleLoader loader;
    private final KernelHandle handle;
    private final Kernel kernel;
    private final Tally tally = new Tally();
    private final AtomicLong inside = new AtomicLong();
    private final AtomicBoolean drained = new AtomicBoolean();
    private volatile Runnable whenDrained = () -> {};

    Side(Bundle bundle, BundleLoader loader, KernelHandle handle) {
        this.bundle = bundle;
        this.loader = loader;
        this.handle = handle;
        this.kernel = handle.kernel();
    }

    Bundle bundle() {
        return bundle;
    }

    BundleLoader loader() {
        return loader;
    }

    KernelHandle handle() {
        return handle;
    }

    Kernel kernel() {
        return kernel;
    }

    Tally tally() {
        return tally;
    }

    /** Takes a place for a call; false if it is retired. */
    boolean enter() {
        if (inside.incrementAndGet() > 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (inside.decrementAndGet() == RETIRED) {
            drain();
        }
    }

    /** Lets no further call in. */
    void retire(Runnable then) {
        whenDrained = then;
        if (inside.addAndGet(RETIRED) == RETIRED) {
            drain();
        }
    }

    private void drain() {
        if (drained.compareAndSet(false, true)) {
            whenDrained.run();
        }
    }

    boolean isDrained() {
        return drained.get();
    }

    /** Calls that are inside. */
    long inside() {
        long count = inside.get();
        return count < 0 ? count - RETIRED : count;
    }

    /** Has the kernel decide about a call that has entered. */
    Call decide(Direction direction, RpcRequest request) {
        Call call = kernel.newCall();
        if (direction == Direction.OUTBOUND) {
            kernel.outbound(request, call);
        } else {
            kernel.inbound(request, call);
        }
        tally.decided(call.decision());
        return call;
    }

    /** Ends a call that was decided here; what the bundle throws is counted and goes no further, because the call itself is over. */
    void end(Call call, Outcome outcome) {
        tally.ended(outcome);
        try {
            call.end(outcome);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            tally.threw(e);
        }
        leave();
    }
}
