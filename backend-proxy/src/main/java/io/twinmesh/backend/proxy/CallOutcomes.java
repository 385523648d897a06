package io.twinmesh.backend.proxy;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.backend.proxy.upgrade.Outcomes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Adds up how all calls went, at the first level that is switched on: every call is counted once at each. */
final class CallOutcomes {

    private static final Set<String> FAILED = Arrays.stream(Outcome.values())
            .filter(Outcome::endpointFailed)
            .map(Outcome::word)
            .collect(Collectors.toUnmodifiableSet());

    private CallOutcomes() {}

    static Outcomes of(StatsSource stats) {
        List<CallStats> all = stats.calls();
        StatsLevel level = all.stream()
                .map(CallStats::level)
                .min(Comparator.naturalOrder())
                .orElse(StatsLevel.SERVICE);
        long calls = 0;
        long bad = 0;
        for (CallStats one : all) {
            if (one.level() == level) {
                long rejected = sum(one.rejections(), word -> true);
                calls += rejected + sum(one.outcomes(), word -> true);
                bad += rejected + sum(one.outcomes(), FAILED::contains);
            }
        }
        return new Outcomes(calls, bad);
    }

    private static long sum(Map<String, Long> counts, Predicate<String> counted) {
        return counts.entrySet().stream()
                .filter(count -> counted.test(count.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
