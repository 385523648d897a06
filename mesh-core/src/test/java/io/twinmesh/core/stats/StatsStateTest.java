package io.twinmesh.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.testkit.UpgradeContract;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No number is lost or counted twice in an upgrade. */
final class StatsStateTest extends UpgradeContract {

    private static final MethodKey BUY = MethodKey.of("com.acme.Trade", "buy", "java.lang.Long");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);

    private static StatsTable table() {
        return new StatsTable(EnumSet.allOf(StatsLevel.class));
    }

    private static StatsTable counted() {
        StatsTable table = table();
        for (CallCounters counters : all(table)) {
            counters.ended(Outcome.OK, 40_000);
            counters.ended(Outcome.TIMEOUT, 3_000_000_000L);
            counters.rejected(RejectReason.THROTTLED);
        }
        table.counter("policy_updates_accepted").set(3);
        return table;
    }

    private static List<CallCounters> all(StatsTable table) {
        return List.of(
                Objects.requireNonNull(table.service(Direction.OUTBOUND, BUY)),
                Objects.requireNonNull(table.method(Direction.INBOUND, BUY)),
                Objects.requireNonNull(table.route("trade/vip")),
                Objects.requireNonNull(table.cluster("com.acme.Trade|v1")),
                Objects.requireNonNull(table.endpoint("com.acme.Trade|v1", ONE)));
    }

    private static Part part(StatsTable table) {
        return new Part(table.participant(), () -> told(table));
    }

    private static String told(StatsTable table) {
        String calls = table.calls().stream()
                .filter(stats -> sum(stats) > 0)
                .map(stats -> stats.level() + " " + stats.direction() + " " + stats.labels() + " " + stats.outcomes()
                        + " " + stats.rejections() + " "
                        + Arrays.toString(stats.latency().counts()) + " "
                        + stats.latency().sumNanos())
                .collect(Collectors.joining("\n"));
        return calls + "\n"
                + table.counters().entrySet().stream()
                        .filter(counter -> counter.getValue() != 0)
                        .toList();
    }

    private static long sum(CallStats stats) {
        return stats.outcomes().values().stream().mapToLong(calls -> calls).sum()
                + stats.rejections().values().stream().mapToLong(calls -> calls).sum();
    }

    @Override
    protected Part used() {
        return part(counted());
    }

    @Override
    protected Part fresh() {
        return part(table());
    }

    @Override
    protected Part warmedUp() {
        StatsTable table = table();
        all(table).get(0).ended(Outcome.BUSINESS_ERROR, 7);
        table.counter("endpoint_updates").set(9);
        return part(table);
    }

    @Test
    void countersThatCallsHoldOnToGoOn() {
        StatsTable after = table();
        CallCounters held = Objects.requireNonNull(after.route("trade/vip"));

        after.participant().restore(counted().participant().carry());
        held.ended(Outcome.OK, 40_000);

        assertEquals(2, held.read().outcomes().get("ok"));
        assertEquals(3, held.read().latency().count());
    }

    @Test
    void aLevelThatIsOffInTheSuccessorEnds() {
        StatsTable after = new StatsTable(Set.of(StatsLevel.ROUTE));

        after.participant().restore(counted().participant().carry());

        assertEquals(
                List.of(StatsLevel.ROUTE),
                after.calls().stream().map(CallStats::level).toList());
    }

    @Test
    void otherWordsBucketsAndLevelsFindTheirPlace() {
        StateWriter row = new StateWriter()
                .text(1, "ROUTE")
                .text(2, "OUTBOUND")
                .text(3, "route")
                .text(3, "r")
                .numbers(4, 5, 6, 7, 8, 100, 1, 2, 3);
        StateWriter unknown = new StateWriter().text(1, "TENANT").numbers(4, 1);
        CarriedState state = new StateWriter()
                .text(1, "later_outcome")
                .text(1, "ok")
                .text(2, "throttled")
                .text(2, "later_reason")
                .numbers(3, 25_000, 60_000, Long.MAX_VALUE)
                .part(4, row)
                .part(4, unknown)
                .state(1);
        StatsTable table = table();

        table.participant().restore(state);

        CallStats stats = table.calls().get(0);
        assertEquals(1, table.calls().size());
        assertEquals(6, stats.outcomes().get("ok"));
        assertEquals(7, stats.rejections().get("throttled"));
        assertEquals(100, stats.latency().sumNanos());
        assertEquals("[1, 0, 2, 0", Arrays.toString(stats.latency().counts()).substring(0, 11));
        assertEquals(6, stats.latency().count());
    }

    @Test
    void rowsThatDoNotFitTheirHeadAreRefusedWhole() {
        CarriedState state = new StateWriter()
                .text(1, "ok")
                .numbers(3, Long.MAX_VALUE)
                .part(4, new StateWriter().text(1, "ROUTE").text(2, "OUTBOUND").numbers(4, 1, 2))
                .state(1);
        StatsTable table = counted();
        String before = told(table);

        assertThrows(UpgradeRefusedException.class, () -> table.participant().restore(state));

        assertEquals(before, told(table));
        assertNotNull(before);
    }
}
