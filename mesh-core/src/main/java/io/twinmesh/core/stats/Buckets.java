package io.twinmesh.core.stats;

/** Bounds of the latency histogram: steps of 1, 2.5 and 5 from 25 microseconds to 10 seconds. */
final class Buckets {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long[] BOUNDS = {
        25 * MICRO,
        50 * MICRO,
        100 * MICRO,
        250 * MICRO,
        500 * MICRO,
        MILLI,
        2_500 * MICRO,
        5 * MILLI,
        10 * MILLI,
        25 * MILLI,
        50 * MILLI,
        100 * MILLI,
        250 * MILLI,
        500 * MILLI,
        1_000 * MILLI,
        2_500 * MILLI,
        5_000 * MILLI,
        10_000 * MILLI,
        Long.MAX_VALUE
    };

    private Buckets() {}

    static int count() {
        return BOUNDS.length;
    }

    static long[] bounds() {
        return BOUNDS.clone();
    }

    /** Index of the first bucket whose bound is not below the value. */
    static int index(long nanos) {
        int i = 0;
        while (nanos > BOUNDS[i]) {
            i++;
        }
        return i;
    }
}
