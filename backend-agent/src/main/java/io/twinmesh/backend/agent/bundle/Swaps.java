package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.upgrade.BundleStatus;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import io.twinmesh.api.upgrade.Bundles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bundle serves, and the swap under way.
 *
 * <p>Lifecycle: from the opening of the mesh to its end. Threading: everything that changes does so in one thread of its own; the status may
 * be asked by any.
 */
final class Swaps implements Bundles {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private static final long SHORTEST_LOOK_MILLIS = 5;
    private static final long LONGEST_LOOK_MILLIS = 100;
    private static final long CLOSING_SECONDS = 5;

    private final MeshConfig config;
    private final Opening opening;
    private final BundleBackend backend;
    private final SummedStats stats = new SummedStats(this::counters);
    private final Draining draining = new Draining(this, stats);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Swaps::daemon);
    private final Ledger ledger = new Ledger();
    private volatile Side serving;
    private volatile @Nullable Attempt attempt;
    private @Nullable ScheduledFuture<?> looking;

    /**
     * @param first serves from now on
     */
    Swaps(MeshConfig config, Opening opening, BundleBackend backend, Side first) {
        this.config = config;
        this.opening = opening;
        this.backend = backend;
        this.serving = first;
        clock.setRemoveOnCancelPolicy(true); // what is cancelled must not keep a bundle
        joins(first);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "twinmesh-bundles", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    SummedStats stats() {
        return stats;
    }

    Side serving() {
        return serving;
    }

    @Nullable Swap last() {
        return ledger.last();
    }

    @Override
    public BundleStatus status() {
        Attempt now = attempt;
        Side candidate = now == null ? null : now.onTrial();
        return new BundleStatus(
                calls(serving),
                candidate == null ? null : calls(candidate),
                backend.share(),
                draining.size(),
                ledger.last());
    }

    private static BundleStatus.Calls calls(Side side) {
        return side.tally().read().calls(side.bundle().name());
    }

    @Override
    public CompletionStage<Swap> swap(Path directory) {
        CompletableFuture<Swap> result = new CompletableFuture<>();
        if (!later(() -> begin(directory, result))) {
            result.complete(refused(directory, "mesh: closed (expected: open)"));
        }
        return result;
    }

    /** Runs something in the thread of the swaps; false if the mesh is closed. */
    boolean later(Runnable task) {
        try {
            clock.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs something in the thread of the swaps again and again. */
    ScheduledFuture<?> every(long millis, Runnable task) {
        return clock.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    ScheduledFuture<?> after(long nanos, Runnable task) {
        return clock.schedule(guarded(task), nanos, TimeUnit.NANOSECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) { // an error, too: what is done again and again would be done no more
                LOG.error("bundles: not done", e);
            }
        };
    }

    /** Begins a swap, or refuses it. */
    void begin(Path path, CompletableFuture<Swap> result) {
        try {
            Bundle bundle = Bundle.at(path);
            check(bundle);
            Attempt next = new Attempt(this, backend, serving, bundle, Terms.of(config, bundle), result);
            attempt = next;
            looking = every(lookMillis(next.terms()), next::look);
            next.begin(opening);
        } catch (MeshConfigurationException e) {
            note(refused(path, String.valueOf(e.getMessage())), result);
        }
    }

    private void check(Bundle bundle) {
        Attempt now = attempt;
        if (now != null) {
            throw new MeshConfigurationException(
                    "swap", "one to " + now.bundle().name() + " is under way", "one at a time");
        }
        if (bundle.directory().equals(serving.bundle().directory())) {
            throw new MeshConfigurationException("bundle", bundle.name() + " serves already", "another directory");
        }
        draining.check();
    }

    private static long lookMillis(Terms terms) {
        long tenth = TimeUnit.NANOSECONDS.toMillis(Math.min(terms.probationNanos(), terms.settleNanos())) / 10;
        return Math.max(SHORTEST_LOOK_MILLIS, Math.min(LONGEST_LOOK_MILLIS, tenth));
    }

    private Swap refused(Path path, String reason) {
        return new Swap(Result.REFUSED, serving.bundle().name(), String.valueOf(path.getFileName()), reason);
    }

    /** The swap under way, or null. */
    @Nullable Attempt attempt() {
        return attempt;
    }

    /** A bundle takes part from now on. */
    void joins(Side side) {
        stats.add(side);
        backend.watches().join(side);
    }

    /** A bundle takes the place of another. */
    void serves(Side next, Side before, Terms terms) {
        serving = next;
        retire(before, terms);
    }

    void retire(Side side, Terms terms) {
        backend.watches().leave(side);
        draining.add(side, terms.drainNanos());
    }

    /** Starts the sinks of the first bundle. */
    void publish(Side first) {
        BundleThread.runAndWait("publish", first.loader(), () -> {
            first.handle().publish(stats);
            return first;
        });
    }

    /** Moves the sinks from one bundle to the other and does something then; if any of it throws they go back. */
    void publish(Side from, Side to, Runnable then) {
        try {
            from.handle().withdraw();
            to.handle().publish(stats);
            then.run();
        } catch (RuntimeException | Error e) {
            withdraw(to);
            publishAgain(from);
            throw e;
        }
    }

    private static void withdraw(Side side) {
        try {
            side.handle().withdraw();
        } catch (RuntimeException | Error e) {
            LOG.warn("bundle {}: sinks not closed in good order", side.bundle().name(), e);
        }
    }

    private void publishAgain(Side side) {
        try {
            side.handle().publish(stats);
        } catch (RuntimeException | Error e) {
            LOG.error("bundle {}: serves without its sinks", side.bundle().name(), e);
        }
    }

    /** An attempt has ended. */
    void ended(Swap swap, CompletableFuture<Swap> result) {
        attempt = null;
        stopLooking();
        note(swap, result);
    }

    private void note(Swap swap, CompletableFuture<Swap> result) {
        ledger.add(swap);
        result.complete(swap);
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    private Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        counters.put("bundle_swaps", ledger.count(Result.REPLACED));
        counters.put("bundle_refusals", ledger.count(Result.REFUSED));
        counters.put("bundle_returns", ledger.count(Result.RETURNED));
        counters.put("bundle_share_current", (long) backend.share());
        counters.put("bundles_open_current", (long) stats.size());
        return counters;
    }

    /** Ends every bundle, the newest first. No call is decided any more. */
    void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backend.use(null);
        List<Side> open = new ArrayList<>(stats.open());
        for (int i = open.size() - 1; i >= 0; i--) {
            Side side = open.get(i);
            BundleThread.runAndWait("close", side.loader(), () -> {
                Opening.close(side);
                return side;
            });
        }
    }
}
