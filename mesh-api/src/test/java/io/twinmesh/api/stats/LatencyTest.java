package io.twinmesh.api.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quantiles of a histogram, against all values written out. */
final class LatencyTest {

    private static final long[] BOUNDS = {10, 20, 50, Long.MAX_VALUE};

    private static Latency latency(long... counts) {
        return new Latency(BOUNDS, counts, 0);
    }

    @Test
    void withoutCallsThereIsNoQuantile() {
        assertEquals(0, latency(0, 0, 0, 0).count());
        assertEquals(0, latency(0, 0, 0, 0).quantileNanos(0.5));
        assertEquals(0, latency(0, 0, 0, 0).quantileNanos(1));
    }

    @Test
    void theWholeLiesUnderTheLastBucketThatHoldsACall() {
        assertEquals(50, latency(1, 0, 1, 0).quantileNanos(1));
        assertEquals(Long.MAX_VALUE, latency(1, 0, 0, 1).quantileNanos(1));
    }

    @Test
    void halfOfTwoIsTheFirst() {
        assertEquals(10, latency(1, 0, 1, 0).quantileNanos(0.5));
        assertEquals(50, latency(1, 0, 1, 0).quantileNanos(0.51));
    }

    @Test
    void anyQuantileIsThatOfTheSortedValues() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            long[] counts = random.longs(BOUNDS.length, 0, 9).toArray();
            Latency latency = latency(counts);
            long[] sorted = sorted(counts);
            for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 1}) {
                int rank = (int) Math.ceil(share * sorted.length);
                long expected = sorted.length == 0 ? 0 : sorted[rank - 1];
                assertEquals(
                        expected,
                        latency.quantileNanos(share),
                        "seed " + seed + " " + Arrays.toString(counts) + " at " + share);
            }
        }
    }

    private static long[] sorted(long[] counts) {
        long[] sorted = new long[(int) Arrays.stream(counts).sum()];
        int at = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            Arrays.fill(sorted, at, at += (int) counts[bucket], BOUNDS[bucket]);
        }
        return sorted;
    }
}
