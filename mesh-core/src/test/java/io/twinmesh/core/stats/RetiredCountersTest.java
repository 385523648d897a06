package io.twinmesh.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Counters of endpoints that are gone make room, but no earlier than they must. */
final class RetiredCountersTest {

    private static final String TRADE = "com.acme.Trade";
    private static final int LIMIT = 5_000;

    private long now = Long.MAX_VALUE - StatsTable.READ_NANOS / 2;
    private final StatsTable table = new StatsTable(EnumSet.allOf(StatsLevel.class), () -> now);

    private static Endpoint endpoint(int i) {
        return Endpoint.of("10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff), 20880);
    }

    private CallCounters counters(int i) {
        return Objects.requireNonNull(table.endpoint(TRADE, endpoint(i)));
    }

    private void retire(int... gone) {
        List<String> names = new ArrayList<>();
        for (int i : gone) {
            names.add(endpoint(i).toString());
        }
        table.retire(counters -> names.contains(counters.labels().get("endpoint")));
    }

    private List<String> told() {
        return table.calls().stream()
                .map(CallStats::labels)
                .map(labels -> labels.getOrDefault("endpoint", "-"))
                .toList();
    }

    @Test
    void whoIsGoneIsToldForFiveMinutesMore() {
        counters(1).ended(Outcome.OK, 1);
        counters(2);
        retire(1);

        now += StatsTable.READ_NANOS - 1;
        assertEquals(List.of("10.0.0.1:20880", "10.0.0.2:20880"), told());
        now++;
        assertEquals(List.of("10.0.0.2:20880"), told());
    }

    @Test
    void whoIsRetiredTwiceIsFreedByTheFirstTime() {
        counters(1);
        retire(1);
        now += StatsTable.READ_NANOS - 1;
        retire(1);
        now++;

        assertEquals(List.of(), told());
    }

    @Test
    void whoComesBackInTimeGoesOnWithItsNumbers() {
        CallCounters before = counters(1);
        retire(1);
        now += StatsTable.READ_NANOS - 1;

        assertSame(before, counters(1));
        now += 2 * StatsTable.READ_NANOS;
        assertEquals(List.of("10.0.0.1:20880"), told(), "in use again");
    }

    @Test
    void whoComesBackLaterBeginsAtZero() {
        CallCounters before = counters(1);
        before.ended(Outcome.OK, 1);
        retire(1);
        now += StatsTable.READ_NANOS;
        table.calls();

        assertNotSame(before, counters(1));
        before.ended(Outcome.OK, 1);
        assertEquals(0, table.calls().get(0).outcomes().get("ok"), "a call that is late counts nowhere twice");
    }

    @Test
    void aFullLevelFreesWhoIsGoneAtOnceAndCanBeFilledAgain() {
        for (int i = 0; i < LIMIT; i++) {
            counters(i);
        }
        retire(7, 8, 9);

        assertEquals(LIMIT, told().size(), "nobody needed the room yet");
        for (int i = LIMIT; i < LIMIT + 3; i++) {
            assertEquals(endpoint(i).toString(), counters(i).labels().get("endpoint"));
        }
        assertEquals(LIMIT, told().size());
        assertEquals("other", counters(LIMIT + 3).labels().get("endpoint"));
        assertEquals(LIMIT + 1, told().size());
    }

    @Test
    void whatIsCountedTogetherIsNeverGone() {
        for (int i = 0; i <= LIMIT; i++) {
            counters(i);
        }
        table.retire(counters -> true);

        now += StatsTable.READ_NANOS;

        assertEquals(List.of("other"), told());
        assertEquals(1, table.calls().size());
    }

    @Test
    void onlyEndpointsAreRetired() {
        table.cluster(TRADE);
        table.route("r");

        table.retire(counters -> true);
        now += StatsTable.READ_NANOS;

        assertEquals(2, table.calls().size());
    }

    @Test
    void whatIsStillToldIsCarried() {
        counters(1).ended(Outcome.OK, 1);
        retire(1);
        StatsTable after = new StatsTable(EnumSet.allOf(StatsLevel.class), () -> now);

        after.participant().restore(table.participant().carry());

        assertEquals(1, after.calls().get(0).outcomes().get("ok"));
        after.retire(counters -> true);
        now += StatsTable.READ_NANOS;
        assertEquals(List.of(), after.calls(), "and ends there as it would have here");
    }

    @Test
    void whoeverAsksWhileOthersRetireGetsCountersThatStay() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicBoolean done = new AtomicBoolean();
        try {
            Future<Void> retiring = threads.submit((Callable<Void>) () -> {
                while (!done.get()) {
                    table.retire(counters -> counters.labels().get("endpoint").startsWith("10.0.1."));
                }
                return null;
            });
            for (int round = 0; round < 40_000; round++) {
                counters(round % 256).ended(Outcome.OK, 1);
                counters(256 + round % 256).ended(Outcome.OK, 1);
            }
            done.set(true);
            retiring.get();
        } finally {
            done.set(true);
            threads.shutdown();
        }

        long told = table.calls().stream()
                .mapToLong(calls -> Objects.requireNonNull(calls.outcomes().get("ok")))
                .sum();
        assertEquals(80_000, told, "nobody was freed before five minutes");
        for (int i = 0; i < 256; i++) {
            counters(256 + i);
        }
        now += StatsTable.READ_NANOS;
        assertEquals(512, told().size(), "all are in use");
        table.retire(counters -> true);
        now += StatsTable.READ_NANOS;
        assertTrue(table.calls().isEmpty());
        for (int i = 0; i < LIMIT; i++) {
            counters(i);
        }
        assertTrue(!told().contains("other"), "every freed place can be used again");
    }
}
