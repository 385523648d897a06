package io.twinmesh.backend.agent.bundle;

import io.twinmesh.backend.agent.bundle.Tally.Reading;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares a candidate with the bundle that serves, over the calls each decided while both do. A bad call is one that was rejected or failed
 * by its endpoint; calls that limits of the serving bundle rejected count for neither, because none of their kind reaches the candidate.
 *
 * <p>Threading: one thread at a time; the numbers change meanwhile.
 */
final class Trial {

    private final Side serving;
    private final Side candidate;
    private final Terms terms;
    private final Reading before;

    Trial(Side serving, Side candidate, Terms terms) {
        this.serving = serving;
        this.candidate = candidate;
        this.terms = terms;
        this.before = serving.tally().read();
    }

    /** Why the candidate has to go, or null. */
    @Nullable String fault() {
        Reading tried = candidate.tally().read();
        if (tried.threw() > 0) {
            return "threw " + tried.threw() + " times, first "
                    + candidate.tally().firstThrown();
        }
        long bad = tried.limited() + tried.refused() + tried.failed();
        long all = tried.limited() + tried.refused() + tried.ended();
        if (all == 0 || all < terms.minCalls()) {
            return null;
        }
        double usual = usual();
        double share = 100.0 * bad / all;
        return share > usual + terms.margin() ? worse(bad, all, share, usual) : null;
    }

    private String worse(long bad, long all, double share, double usual) {
        return String.format(
                Locale.ROOT,
                "%d of %d calls bad, %.1f %% (expected: at most %.1f %%, %.1f of bundle %s and a margin of %d)",
                bad,
                all,
                share,
                usual + terms.margin(),
                usual,
                serving.bundle().name(),
                terms.margin());
    }

    /** Percent of bad calls of the serving bundle: in the same time, or over all its time if it decides too few now. */
    private double usual() {
        Reading all = serving.tally().read();
        Reading now = all.since(before);
        return percent(count(now) >= terms.minCalls() ? now : all);
    }

    private static long count(Reading reading) {
        return reading.refused() + reading.ended();
    }

    private static double percent(Reading reading) {
        return 100.0 * (reading.refused() + reading.failed()) / Math.max(1, count(reading));
    }

    /** Whether enough is known to let it stay. */
    boolean hasEnoughCalls() {
        Reading tried = candidate.tally().read();
        return tried.limited() + tried.refused() + tried.ended() >= terms.minCalls();
    }
}
