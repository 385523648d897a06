package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.config.MeshConfigurationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles that decide nothing any more and wait for their last calls to end. Then, or when their time is up, they are closed and nothing
 * refers to them.
 *
 * <p>Threading: the thread of {@link Swaps}.
 */
final class Draining {

    /** A bundle costs memory as long as a call keeps it, so there are no more swaps while so many wait. */
    static final int MOST = 3;

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private final Swaps swaps;
    private final SummedStats stats;
    private final Map<Side, Future<?>> deadlines = new ConcurrentHashMap<>();

    Draining(Swaps swaps, SummedStats stats) {
        this.swaps = swaps;
        this.stats = stats;
    }

    int size() {
        return deadlines.size();
    }

    void check() {
        if (size() >= MOST) {
            throw new MeshConfigurationException(
                    "swap", size() + " bundles wait for their last calls to end", "fewer than " + MOST);
        }
    }

    void add(Side side, long mostNanos) {
        deadlines.put(side, swaps.after(mostNanos, () -> overdue(side)));
        side.retire(() -> swaps.later(() -> drained(side)));
    }

    private void overdue(Side side) {
        LOG.warn(
                "bundle {}: closed with {} calls not ended (expected: Call.end for every call)",
                side.bundle().name(),
                side.inside());
        drained(side);
    }

    private void drained(Side side) {
        Future<?> deadline = deadlines.remove(side);
        if (deadline != null) {
            deadline.cancel(false);
            BundleThread.run("close", side.loader(), () -> close(side));
        }
    }

    private void close(Side side) {
        try {
            stats.close(side);
        } finally {
            Opening.close(side);
        }
        LOG.info("bundle {}: closed", side.bundle().name());
    }
}
