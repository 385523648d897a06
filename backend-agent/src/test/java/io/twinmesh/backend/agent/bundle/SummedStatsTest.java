package io.twinmesh.backend.agent.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.testkit.FakeKernel;
import io.twinmesh.testkit.FakeStatsSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummedStatsTest {

    private final FakeKernel first = new FakeKernel();
    private final FakeKernel second = new FakeKernel();
    private final Side one = Sides.of("v1", first);
    private final Side other = Sides.of("v2", second);
    private final SummedStats sums = new SummedStats(() -> Map.of("bundle_swaps", 1L));

    private static FakeStatsSource of(FakeKernel kernel) {
        return (FakeStatsSource) kernel.stats();
    }

    private static long ok(CallStats calls) {
        return calls.outcomes().get("ok");
    }

    @Test
    void numbersOfOpenAndClosedBundlesAreOneSum() {
        of(first).service("a", 10, 3).service("b", 1, 0).counter("policy_updates_accepted", 4);
        of(second).service("a", 5, 2).counter("policy_updates_accepted", 1);
        sums.add(one);
        sums.add(other);
        List<CallStats> open = sums.calls();

        sums.close(one);

        for (List<CallStats> calls : List.of(open, sums.calls())) {
            assertEquals(2, calls.size());
            assertEquals(15, ok(calls.get(0)));
            assertEquals(5, calls.get(0).rejections().get("throttled"));
            assertEquals(15, calls.get(0).latency().count());
            assertEquals(1, ok(calls.get(1)));
        }
        assertEquals(Map.of("policy_updates_accepted", 5L, "bundle_swaps", 1L), sums.counters());
        assertEquals(1, sums.size());
    }

    @Test
    void aBundleIsClosedOnceAndItsNumbersStayAsTheyWere() {
        of(first).service("a", 10, 0);
        sums.add(one);
        sums.close(one);

        of(first).service("a", 7, 0);
        sums.close(one);

        assertEquals(10, ok(sums.calls().get(0)));
    }

    @Test
    void bucketsWithOtherBoundsAreKept() {
        sums.add(Sides.of("v1", kernel(new long[] {1, 5, Long.MAX_VALUE}, new long[] {1, 2, 3})));
        sums.add(Sides.of("v2", kernel(new long[] {1, 3, Long.MAX_VALUE}, new long[] {10, 20, 30})));

        Latency latency = sums.calls().get(0).latency();

        assertArrayEquals(new long[] {1, 3, 5, Long.MAX_VALUE}, latency.upperNanos());
        assertArrayEquals(new long[] {11, 20, 2, 33}, latency.counts());
        assertEquals(200, latency.sumNanos());
    }

    private static Kernel kernel(long[] bounds, long[] counts) {
        CallStats calls = new CallStats(
                StatsLevel.SERVICE,
                Direction.OUTBOUND,
                new TreeMap<>(Map.of("service", "a")),
                Map.of("ok", 1L),
                Map.of(),
                new Latency(bounds, counts, 100));
        StatsSource source = new StatsSource() {
            @Override
            public List<CallStats> calls() {
                return List.of(calls);
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of();
            }
        };
        return new KernelOnTop(new FakeKernel()) {
            @Override
            public StatsSource stats() {
                return source;
            }
        };
    }
}
