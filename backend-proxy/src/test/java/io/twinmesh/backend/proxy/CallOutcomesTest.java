package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Direction;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.backend.proxy.upgrade.Outcomes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CallOutcomesTest {

    private static final Map<String, Long> ENDED =
            Map.of("ok", 5L, "business_error", 4L, "timeout", 2L, "unreachable", 1L, "server_error", 1L);
    private static final Map<String, Long> REJECTED = Map.of("throttled", 3L, "no_route", 2L);

    private static CallStats stats(StatsLevel level, Direction direction) {
        return new CallStats(
                level, direction, new TreeMap<>(), ENDED, REJECTED, new Latency(new long[0], new long[0], 0));
    }

    private static StatsSource source(CallStats... calls) {
        return new StatsSource() {
            @Override
            public List<CallStats> calls() {
                return List.of(calls);
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of();
            }
        };
    }

    @Test
    void everyCallIsCountedOnceThoughItIsAtEveryLevel() {
        assertEquals(
                new Outcomes(36, 18),
                CallOutcomes.of(source(
                        stats(StatsLevel.METHOD, Direction.OUTBOUND),
                        stats(StatsLevel.ROUTE, Direction.OUTBOUND),
                        stats(StatsLevel.METHOD, Direction.INBOUND))));
    }

    @Test
    void withoutAnyLevelThereIsNothingToJudgeBy() {
        assertEquals(new Outcomes(0, 0), CallOutcomes.of(source()));
    }
}
