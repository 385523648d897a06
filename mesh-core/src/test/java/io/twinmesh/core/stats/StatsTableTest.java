package io.twinmesh.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatsTableTest {

    private static final MethodKey BUY = MethodKey.of("com.acme.Trade", "buy");

    private final StatsTable all = new StatsTable(EnumSet.allOf(StatsLevel.class));

    @Test
    void levelsAreReadFromWords() {
        assertEquals(Set.of(StatsLevel.SERVICE, StatsLevel.ROUTE), StatsTable.levels("service, route"));
        assertEquals(Set.of(), StatsTable.levels("none"));
        assertEquals(Set.of(), StatsTable.levels(""));
    }

    @Test
    void aWordThatIsNoLevelIsNamed() {
        MeshConfigurationException refused =
                assertThrows(MeshConfigurationException.class, () -> StatsTable.levels("service,host"));

        assertEquals(
                "option 'stats.levels': host (expected: one of service, method, route, cluster, endpoint, none)",
                refused.getMessage());
    }

    @Test
    void aLevelThatIsOffHasNoCounters() {
        StatsTable none = new StatsTable(Set.of());

        assertNull(none.service(Direction.OUTBOUND, BUY));
        assertNull(none.method(Direction.OUTBOUND, BUY));
        assertNull(none.route("trade/rest"));
        assertNull(none.cluster("com.acme.Trade"));
        assertNull(none.endpoint("com.acme.Trade", Endpoint.of("10.0.0.1", 20880)));
        assertEquals(List.of(), none.calls());
    }

    @Test
    void theSameThingHasTheSameCounters() {
        assertSame(all.method(Direction.OUTBOUND, BUY), all.method(Direction.OUTBOUND, BUY));
        assertTrue(all.method(Direction.OUTBOUND, BUY) != all.method(Direction.INBOUND, BUY));
    }

    @Test
    void whatWasCountedIsRead() {
        CallCounters counters = all.service(Direction.OUTBOUND, BUY);
        counters.ended(Outcome.OK, 30_000);
        counters.ended(Outcome.OK, 70_000);
        counters.ended(Outcome.TIMEOUT, 3_000_000_000L);
        counters.rejected(RejectReason.THROTTLED);

        CallStats read = all.calls().get(0);

        assertEquals(Map.of("service", "com.acme.Trade"), read.labels());
        assertEquals(2, read.outcomes().get("ok"));
        assertEquals(1, read.outcomes().get("timeout"));
        assertEquals(0, read.outcomes().get("cancelled"));
        assertEquals(1, read.rejections().get("throttled"));
        assertEquals(3, read.latency().count());
        assertEquals(3_000_100_000L, read.latency().sumNanos());
        assertEquals(100_000, read.latency().quantileNanos(0.5));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "25000, 0",
        "25001, 1",
        "50000, 1",
        "1000000, 5",
        "10000000000, 17",
        "10000000001, 18",
        "9223372036854775807, 18"
    })
    void theBoundOfABucketBelongsToIt(long nanos, int bucket) {
        assertEquals(bucket, Buckets.index(nanos));
    }

    @Test
    void boundsAscendAndEndInTheGreatestNumber() {
        long[] bounds = Buckets.bounds();

        assertEquals(Buckets.count(), bounds.length);
        assertEquals(Long.MAX_VALUE, bounds[bounds.length - 1]);
        for (int i = 1; i < bounds.length; i++) {
            assertTrue(bounds[i - 1] < bounds[i], "bucket " + i);
        }
    }

    @Test
    void thingsBeyondTheCapAreCountedTogether() {
        for (int i = 0; i < 20_010; i++) {
            assertNotNull(all.service(Direction.OUTBOUND, MethodKey.of("service-" + i, "m")));
        }

        CallCounters beyond = all.service(Direction.OUTBOUND, MethodKey.of("service-late", "m"));

        assertSame(beyond, all.service(Direction.OUTBOUND, MethodKey.of("service-later", "m")));
        assertEquals(5_001, all.calls().size());
    }

    @Test
    void thingsWithLongNamesAreCountedTogether() {
        all.method(Direction.INBOUND, MethodKey.of("Trade", "m".repeat(2_043)));
        CallCounters beyond = all.method(Direction.INBOUND, MethodKey.of("Trade", "m".repeat(2_044)));

        assertSame(beyond, all.method(Direction.INBOUND, MethodKey.of("Trade", "n".repeat(16_000))));
        assertEquals(
                List.of("m".repeat(2_043), "other"),
                all.calls().stream().map(c -> c.labels().get("method")).toList());
    }

    @Test
    void aFullLevelLeavesTheOthersTheirRoom() {
        for (int i = 0; i < 20_010; i++) {
            all.service(Direction.OUTBOUND, MethodKey.of("service-" + i, "m"));
        }

        all.cluster("com.acme.Trade");

        assertTrue(
                all.calls().stream().anyMatch(c -> c.labels().equals(Map.of("cluster", "com.acme.Trade"))),
                "cluster com.acme.Trade: counted as other");
    }

    @Test
    void numbersComeInAStableOrder() {
        all.cluster("b");
        all.cluster("a");
        all.service(Direction.INBOUND, BUY);

        List<String> order =
                all.calls().stream().map(c -> c.labels().toString()).toList();

        assertEquals(List.of("{service=com.acme.Trade}", "{cluster=a}", "{cluster=b}"), order);
    }

    @Test
    void countersBesideCallsAreMadeOnFirstUse() {
        all.counter("policy_updates_refused").incrementAndGet();
        all.counter("policy_updates_refused").incrementAndGet();

        assertEquals(Map.of("policy_updates_refused", 2L), all.counters());
    }
}
