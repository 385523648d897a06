package io.twinmesh.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers of several threads, and of two processes, add up. */
final class CountingTogetherTest {

    private static final int THREADS = 4;
    private static final int CALLS = 5_000;
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private final StatsTable table = new StatsTable(EnumSet.allOf(StatsLevel.class));

    private static CallCounters counters(StatsTable of, String method) {
        return Objects.requireNonNull(of.method(Direction.OUTBOUND, MethodKey.of("T", method)));
    }

    private static void count(StatsTable into, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CALLS; i++) {
            CallCounters counters = counters(into, "m" + random.nextInt(3));
            if (random.nextInt(4) == 0) {
                counters.rejected(RejectReason.THROTTLED);
            } else {
                counters.ended(OUTCOMES.get(random.nextInt(OUTCOMES.size())), 1L << random.nextInt(40));
            }
        }
    }

    private static List<String> told(StatsTable of) {
        return of.calls().stream()
                .map(stats -> stats.labels() + " " + stats.outcomes() + stats.rejections()
                        + Arrays.toString(stats.latency().counts())
                        + stats.latency().sumNanos())
                .toList();
    }

    @Test
    void threadsCountWhatTheyWouldOneAfterTheOther() throws InterruptedException {
        StatsTable alone = new StatsTable(EnumSet.allOf(StatsLevel.class));
        IntStream.range(0, THREADS).forEach(seed -> count(alone, seed));
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(seed -> new Thread(() -> count(table, seed)))
                .toList();

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(told(alone), told(table));
    }

    @Test
    void histogramsOfTwoProcessesMerge() {
        StatsTable both = new StatsTable(EnumSet.allOf(StatsLevel.class));
        count(both, 1);
        count(both, 2);
        StatsTable other = new StatsTable(EnumSet.allOf(StatsLevel.class));
        count(table, 1);
        count(other, 2);

        other.counted().forEach(row -> table.add(row.level(), row.direction(), row.labels(), row.cells()));

        assertEquals(told(both), told(table));
    }

    @Test
    void aLatencyIsInTheBucketOfItsBoundsAndInTheSum() {
        Random random = new Random(3);
        long[] latencies = random.longs(1_000, 0, 20_000_000_000L).toArray();
        CallCounters counters = counters(table, "buy");
        Arrays.stream(latencies).forEach(nanos -> counters.ended(Outcome.OK, nanos));

        CallStats read = counters.read();

        assertEquals(Arrays.stream(latencies).sum(), read.latency().sumNanos());
        long below = Long.MIN_VALUE;
        for (int bucket = 0; bucket < read.latency().counts().length; bucket++) {
            long from = below;
            long to = read.latency().upperNanos()[bucket];
            long expected = Arrays.stream(latencies)
                    .filter(nanos -> nanos > from && nanos <= to)
                    .count();
            assertEquals(expected, read.latency().counts()[bucket], "bucket up to " + to);
            below = to;
        }
    }
}
