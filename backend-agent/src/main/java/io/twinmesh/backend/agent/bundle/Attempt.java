package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import io.twinmesh.backend.agent.bundle.BundleBackend.Split;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One swap: {@code opening -> canary -> turning -> settling -> publishing}, and from all but the last of them back.
 *
 * <p>The limits of the serving bundle are asked about every call until the candidate is alone. What they have counted is carried over when the
 * candidate begins to decide every call, and once more, with the calls that have ended since, in the moment in which it is alone.
 *
 * <p>Threading: the thread of {@link Swaps}; what runs code of the bundle is done in a {@link BundleThread} and reported back. Errors: whatever
 * a step throws ends the swap, and the serving bundle serves on.
 */
final class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private final Swaps swaps;
    private final BundleBackend backend;
    private final Side serving;
    private final Bundle bundle;
    private final Terms terms;
    private final CompletableFuture<Swap> result;
    private Phase phase = Phase.OPENING;
    private long since = System.nanoTime();
    private @Nullable Side candidate;
    private @Nullable Trial trial;
    private volatile @Nullable Throwable thrown;

    private enum Phase {
        OPENING,
        CANARY,
        TURNING,
        SETTLING,
        PUBLISHING,
        ENDED
    }

    Attempt(
            Swaps swaps,
            BundleBackend backend,
            Side serving,
            Bundle bundle,
            Terms terms,
            CompletableFuture<Swap> result) {
        this.swaps = swaps;
        this.backend = backend;
        this.serving = serving;
        this.bundle = bundle;
        this.terms = terms;
        this.result = result;
    }

    Bundle bundle() {
        return bundle;
    }

    Terms terms() {
        return terms;
    }

    void begin(Opening opening) {
        try {
            BundleLoader loader = new BundleLoader(bundle);
            BundleThread.run("open", loader, () -> open(opening, loader));
        } catch (RuntimeException | Error e) {
            end(Result.REFUSED, reason(e));
        }
    }

    private void open(Opening opening, BundleLoader loader) {
        Side opened = null;
        try {
            opened = opening.open(bundle, loader);
            Opening.awaitRules(opened, terms.readyMillis());
            Carrying.carry(serving, opened);
            report(opened);
        } catch (RuntimeException | Error e) {
            if (opened != null) {
                Opening.close(opened);
            }
            swaps.later(() -> end(Result.REFUSED, reason(e)));
        }
    }

    private static String reason(Throwable thrown) {
        return thrown instanceof MeshConfigurationException ? String.valueOf(thrown.getMessage()) : thrown.toString();
    }

    private void report(Side opened) {
        if (!swaps.later(() -> opened(opened))) {
            Opening.close(opened);
        }
    }

    private void opened(Side side) {
        if (phase != Phase.OPENING) {
            BundleThread.run("close", side.loader(), () -> Opening.close(side));
            return;
        }
        candidate = side;
        try {
            tryOut(side);
        } catch (RuntimeException | Error e) {
            giveBack(Result.REFUSED, thrownNow(e));
        }
    }

    private void tryOut(Side side) {
        trial = new Trial(serving, side, terms);
        swaps.joins(side);
        phase = Phase.CANARY;
        since = System.nanoTime();
        backend.use(split(terms.canary()));
        LOG.info(
                "bundle {}: on trial beside {}, {} % of the calls",
                bundle.name(), serving.bundle().name(), terms.canary());
    }

    private Split split(int share) {
        return new Split(serving, candidate(), share, () -> swaps.later(this::look));
    }

    private Side candidate() {
        return Objects.requireNonNull(candidate);
    }

    /** Looks how the candidate does, and goes on or back. */
    void look() {
        if (phase == Phase.ENDED) {
            return;
        }
        try {
            Throwable inStep = thrown;
            if (inStep != null) {
                giveBack(Result.RETURNED, thrownNow(inStep));
            } else if (phase == Phase.CANARY || phase == Phase.SETTLING) {
                judge();
            }
        } catch (RuntimeException | Error e) {
            giveBack(Result.RETURNED, thrownNow(e));
        }
    }

    private String thrownNow(Throwable what) {
        LOG.warn("bundle {}: {} threw", bundle.name(), phase, what);
        return phase.name().toLowerCase(Locale.ROOT) + ": " + what;
    }

    private void judge() {
        String fault = Objects.requireNonNull(trial).fault();
        if (fault != null) {
            giveBack(Result.RETURNED, fault);
        } else if (phase == Phase.CANARY) {
            settleIfProven();
        } else if (System.nanoTime() - since >= terms.settleNanos()) {
            publish();
        }
    }

    /** Without a share of the calls there is nothing to prove. */
    private void settleIfProven() {
        boolean proven = terms.canary() == 0 || Objects.requireNonNull(trial).hasEnoughCalls();
        if (proven && System.nanoTime() - since >= terms.probationNanos()) {
            turn();
        }
    }

    /** From now on the candidate decides every call. */
    private void turn() {
        phase = Phase.TURNING;
        step("turn", () -> {
            useWithLimits(split(100));
            swaps.later(this::turned);
        });
    }

    /** Runs code of the bundle. What it throws is only noted, for {@link #look}: if memory has run out there may be none to tell it with. */
    private void step(String name, Runnable task) {
        BundleThread.run(name, candidate().loader(), () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                thrown = e;
            }
        });
    }

    private void turned() {
        phase = Phase.SETTLING;
        since = System.nanoTime();
    }

    private void useWithLimits(Split next) {
        if (!backend.use(next, () -> Carrying.carryLimits(serving, candidate()))) {
            LOG.info("bundle {}: counts of limits carried while calls were being decided", bundle.name());
        }
    }

    private void publish() {
        phase = Phase.PUBLISHING;
        step(
                "publish",
                () -> swaps.publish(serving, candidate(), () -> {
                    useWithLimits(Split.alone(candidate()));
                    swaps.later(this::published);
                }));
    }

    private void published() {
        try {
            swaps.serves(candidate(), serving, terms);
        } finally {
            end(Result.REPLACED, "as good as " + serving.bundle().name());
        }
    }

    private void giveBack(Result how, String reason) {
        if (phase == Phase.ENDED) {
            return;
        }
        backend.use(Split.alone(serving));
        try {
            swaps.retire(candidate(), terms);
        } finally {
            end(how, reason);
        }
    }

    /** Goes back from wherever it is, unless there is no way back any more. */
    void giveUp(String reason) {
        if (phase == Phase.OPENING) {
            end(Result.REFUSED, reason);
        } else if (phase == Phase.CANARY || phase == Phase.SETTLING) {
            giveBack(Result.RETURNED, reason);
        }
    }

    private void end(Result how, String reason) {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            swaps.ended(new Swap(how, serving.bundle().name(), bundle.name(), reason), result);
        }
    }

    /** The candidate while it decides calls, or null. */
    @Nullable Side onTrial() {
        return candidate;
    }
}
