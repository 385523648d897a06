package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.upgrade.BundleStatus;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of the calls that one bundle decided. Threading: any. */
final class Tally {

    /** Rejections by limits. A call that a candidate decides has passed those of the other bundle, so they are no yardstick there. */
    private static final Set<RejectReason> LIMITS = EnumSet.of(
            RejectReason.UNAUTHORIZED,
            RejectReason.THROTTLED,
            RejectReason.PARAM_THROTTLED,
            RejectReason.DEGRADED,
            RejectReason.OVERLOADED);

    private final LongAdder decided = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder threw = new LongAdder();
    private volatile @Nullable String firstThrown;

    /**
     * The numbers at one moment.
     *
     * @param limited calls that a limit rejected
     * @param refused calls rejected for another reason
     */
    record Reading(long decided, long limited, long refused, long ended, long failed, long threw) {

        Reading since(Reading before) {
            return new Reading(
                    decided - before.decided,
                    limited - before.limited,
                    refused - before.refused,
                    ended - before.ended,
                    failed - before.failed,
                    threw - before.threw);
        }

        BundleStatus.Calls calls(String bundle) {
            return new BundleStatus.Calls(bundle, decided, limited + refused, ended, failed, threw);
        }
    }

    void decided(Decision decision) {
        decided.increment();
        if (decision instanceof Reject reject) {
            (LIMITS.contains(reject.reason()) ? limited : refused).increment();
        }
    }

    void ended(Outcome outcome) {
        ended.increment();
        if (outcome.endpointFailed()) {
            failed.increment();
        }
    }

    void threw(Throwable thrown) {
        if (firstThrown == null) {
            firstThrown = String.valueOf(thrown);
        }
        threw.increment();
    }

    /** The first that was thrown, as text, so that no class of the bundle is kept. */
    String firstThrown() {
        return String.valueOf(firstThrown);
    }

    Reading read() {
        return new Reading(decided.sum(), limited.sum(), refused.sum(), ended.sum(), failed.sum(), threw.sum());
    }
}
