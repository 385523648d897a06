package io.twinmesh.backend.proxy.upgrade;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a new process does worse than the one before: by faults of its own, or by the share of calls that end badly. That of the process before
 * is taken from the time of the rehearsals, or, if it had too few calls then, from all its time. Threads: one at a time.
 */
final class Judgement {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Estate estate;
    private final int minCalls;
    private final int margin;
    private @Nullable Outcomes rehearsed;
    private Outcomes taken = new Outcomes(0, 0);
    private long faults;
    private @Nullable String fault;
    private long next;

    /**
     * One on an estate that has not taken over yet.
     *
     * @param minCalls fewer calls are not judged
     * @param margin by how many points of a hundred its share of bad calls may be above the usual one
     */
    Judgement(Estate estate, int minCalls, int margin) {
        this.estate = estate;
        this.minCalls = minCalls;
        this.margin = margin;
    }

    /** The counters of the process before have come, perhaps not for the last time. */
    void rehearsed() {
        if (rehearsed == null) {
            rehearsed = estate.outcomes();
        }
    }

    /**
     * This process serves now.
     *
     * @param wrong what went wrong on the way, or null
     */
    void taken(@Nullable String wrong) {
        fault = wrong;
        taken = estate.outcomes();
        faults = estate.faults();
        next = System.nanoTime();
    }

    /** Why everything has to go back, or null. */
    @Nullable String reason() {
        long now = estate.faults() - faults;
        if (fault != null) {
            return fault;
        }
        return now > 0 ? now + " faults (expected: none)" : worse();
    }

    /** The counters of all services are added up for it: not at every look. */
    private @Nullable String worse() {
        if (System.nanoTime() - next < 0) {
            return null;
        }
        next = System.nanoTime() + EVERY_NANOS;
        Outcomes own = estate.outcomes().since(taken);
        double usual = usual().badPercent();
        return own.calls() < minCalls || own.badPercent() <= usual + margin
                ? null
                : String.format(
                        Locale.ROOT,
                        "%d of %d calls bad, %.1f %% (expected: at most %.1f %%, %.1f of the process before and a margin of %d)",
                        own.bad(),
                        own.calls(),
                        own.badPercent(),
                        usual + margin,
                        usual,
                        margin);
    }

    private Outcomes usual() {
        Outcomes recent = rehearsed == null ? taken : taken.since(rehearsed);
        return recent.calls() < minCalls ? taken : recent;
    }
}
