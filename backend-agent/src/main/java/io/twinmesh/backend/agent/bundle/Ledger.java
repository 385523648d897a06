package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The swaps that have ended: how many, how, and the last one. Each is a line in the log. Threading: any. */
final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private final Map<Result, Long> counts = new EnumMap<>(Result.class);
    private @Nullable Swap last;

    synchronized void add(Swap swap) {
        counts.merge(swap.result(), 1L, Long::sum);
        last = swap;
        tell(swap);
    }

    private static void tell(Swap swap) {
        switch (swap.result()) {
            case REPLACED -> LOG.info("bundle {}: serves, {} drains", swap.to(), swap.from());
            case REFUSED -> LOG.warn("bundle {}: refused, {} goes on: {}", swap.to(), swap.from(), swap.reason());
            case RETURNED -> LOG.warn("bundle {}: taken back, {} serves: {}", swap.to(), swap.from(), swap.reason());
        }
    }

    synchronized @Nullable Swap last() {
        return last;
    }

    synchronized long count(Result result) {
        return counts.getOrDefault(result, 0L);
    }
}
