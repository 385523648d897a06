package io.twinmesh.benchmarks.report;

import static io.twinmesh.benchmarks.report.MarkdownTable.number;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The middle half of some values, with NaN for "nothing to say".
 *
 * @param low a quarter of them is below
 * @param median half of them is
 * @param high three quarters are
 */
record Quartiles(double low, double median, double high) {

    /** Those of the values that are numbers; between two values in proportion. */
    static Quartiles of(DoubleStream values) {
        double[] sorted = values.filter(Double::isFinite).sorted().toArray();
        return new Quartiles(at(sorted, 0.25), Medians.of(Arrays.stream(sorted)), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double quantile) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = quantile * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Median, and the others in parentheses. */
    String text(int decimals) {
        return number(median, decimals) + " (" + number(low, decimals) + " to " + number(high, decimals) + ")";
    }
}
