package io.twinmesh.benchmarks.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The median, with NaN for "nothing to say". */
public final class Medians {

    private Medians() {}

    /** The median of the values that are numbers; the mean of the middle two if their count is even; NaN if none is. */
    public static double of(DoubleStream values) {
        double[] sorted = values.filter(Double::isFinite).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
