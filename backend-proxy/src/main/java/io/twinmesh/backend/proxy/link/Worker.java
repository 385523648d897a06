package io.twinmesh.backend.proxy.link;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.twinmesh.api.Internal;
import io.twinmesh.api.Kernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop and what lives on it. A client's connection and the connections to endpoints that it uses are on the same one.
 * Threads: the loop, if not said otherwise.
 */
@Internal(since = "0.1")
public final class Worker {

    /** What may wait at the same time. */
    public static final int MOST_ASIDE = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final EventLoop loop;
    private final Transport transport;
    private final Kernel kernel;
    private final Limits limits;
    private final Counters counters;
    private final Executor aside;
    private final MemoryBudget budget;
    private final Set<Link> behind = new LinkedHashSet<>();
    private final List<Link> touched = new ArrayList<>();
    private final List<Runnable> sweepers = new ArrayList<>();
    private final Runnable flush = this::flushTouched;
    private @Nullable Pause pause;
    private int sweep;

    /**
     * A worker; nothing runs on it yet.
     *
     * @param aside runs decisions that may wait
     * @param budget of the sidecar
     */
    public Worker(
            EventLoop loop,
            Transport transport,
            Kernel kernel,
            Limits limits,
            Counters counters,
            Executor aside,
            MemoryBudget budget) {
        this.loop = loop;
        this.transport = transport;
        this.kernel = kernel;
        this.limits = limits;
        this.counters = counters;
        this.aside = aside;
        this.budget = budget;
    }

    /** Starts looking at time limits. Any thread. */
    public void start() {
        int every = limits.sweepMillis();
        loop.scheduleAtFixedRate(this::sweepAll, every, every, TimeUnit.MILLISECONDS);
    }

    private void sweepAll() {
        sweep++;
        safely(this::sweepBehind);
        for (Runnable sweeper : sweepers) {
            safely(sweeper);
        }
    }

    private void sweepBehind() {
        for (Link link : List.copyOf(behind)) {
            if (!link.sweepBehind()) {
                behind.remove(link);
            }
        }
    }

    /** Something waits for the peer of this link. */
    void behind(Link link) {
        behind.add(link);
    }

    /** Runs something whose fault must not reach the caller: it is logged. */
    public void safely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Runs something at every sweep from now on. */
    public void everySweep(Runnable sweeper) {
        sweepers.add(sweeper);
    }

    /** How many things run at every sweep. */
    public int sweepers() {
        return sweepers.size();
    }

    /** Runs only the first of them from now on: for what was there for a while only. */
    public void keepSweepers(int first) {
        sweepers.subList(first, sweepers.size()).clear();
    }

    /** Number of sweeps so far: the clock of time limits. */
    public int sweep() {
        return sweep;
    }

    /**
     * Holds the loop, for a hand-over: nothing is read, written or timed any more until {@link #goOn}, and only {@link #submit} gets through.
     * Any thread; what is submitted next is done when the loop stands still.
     *
     * @param last done before; then everything that can be written is
     */
    public synchronized void standStill(Runnable last) {
        Pause begun = new Pause();
        pause = begun;
        loop.execute(() -> {
            safely(last);
            safely(this::flushTouched);
            begun.run();
        });
    }

    /** The loop goes on, with what has come meanwhile. Any thread. */
    public synchronized void goOn() {
        if (pause != null) {
            pause.end();
            pause = null;
        }
    }

    /** Runs something on the loop's thread, also while the loop stands still. Any thread. */
    public <T> Future<T> submit(Supplier<T> task) {
        Promise<T> done = loop.newPromise();
        give(() -> {
            try {
                done.setSuccess(task.get());
            } catch (RuntimeException | Error e) { // also when memory is out: somebody waits
                done.setFailure(e);
            }
        });
        return done;
    }

    /** The same for what nobody waits for. Any thread. */
    public void pass(Runnable task) {
        give(() -> safely(task));
    }

    /** What fails would end the standstill. */
    private synchronized void give(Runnable task) {
        if (pause == null) {
            loop.execute(task);
        } else {
            pause.give(task);
        }
    }

    /** Runs something on the loop, not while it stands still. Any thread. */
    public void execute(Runnable task) {
        loop.execute(() -> safely(task));
    }

    void touch(Link link) {
        if (touched.isEmpty()) {
            loop.execute(flush);
        }
        touched.add(link);
    }

    @SuppressWarnings(
            "ForLoopReplaceableByForEach") // a flush may close a connection, whose conversation writes to others
    private void flushTouched() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
    }

    /** Notes what ended a connection: a bug is logged, a broken connection is everyday. */
    public void failed(Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection: {} (expected: an orderly close)", cause.toString());
        } else {
            counters.add(Counter.FAULTS);
            LOG.warn("connection: closed by a fault of the sidecar (expected: none)", cause);
        }
    }

    /** Any thread. */
    public EventLoop loop() {
        return loop;
    }

    public Transport transport() {
        return transport;
    }

    public Kernel kernel() {
        return kernel;
    }

    public Limits limits() {
        return limits;
    }

    public Counters counters() {
        return counters;
    }

    /** A place where something can be held for a peer; the relief runs on this loop. */
    public Hold hold(Runnable relief) {
        return budget.hold(loop, () -> safely(relief));
    }

    public MemoryBudget budget() {
        return budget;
    }

    /**
     * Runs what may wait: at most {@value #MOST_ASIDE} things at the same time, each on a thread; beyond them it refuses. A queue before the threads
     * would be time that a queueing limit does not see.
     */
    public Executor aside() {
        return aside;
    }
}
