package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.dubbo.WindowResult;
import io.twinmesh.benchmarks.load.LoadShape;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The windows of one load shape. A median is compared with that of the baseline in the same turn; what a window has too few calls for is taken from
 * all windows of a row in a round, and compared within that.
 */
final class WindowRuns {

    private static final double CALLS = 100_000;

    private final List<WindowRun> all;
    private final String baseline;

    WindowRuns(List<WindowRun> all, LoadShape shape, String baseline) {
        this.all = all.stream().filter(run -> run.shape().equals(shape)).toList();
        this.baseline = baseline;
    }

    /** The median over the windows. */
    double median(String row, ToDoubleFunction<WindowResult> value) {
        return Medians.of(sound(row).mapToDouble(run -> value.applyAsDouble(run.result())));
    }

    /** How much more it is than in the baseline's window of the same turn. */
    Quartiles added(String row, ToDoubleFunction<WindowResult> value) {
        return Quartiles.of(differences(sound(row), value));
    }

    /** The median of these differences in each round, for itself. */
    List<Double> addedByRound(String row, ToDoubleFunction<WindowResult> value) {
        return rounds().map(round -> Medians.of(differences(sound(row).filter(run -> run.round() == round), value)))
                .toList();
    }

    /** The median over the rounds of a value of all windows in a round together. */
    double medianOfRounds(String row, ToDoubleFunction<List<WindowRun>> value) {
        return Medians.of(rounds().mapToDouble(round -> value.applyAsDouble(ofRound(row, round))));
    }

    /** How much more that is than the baseline's of the same round. */
    double addedInRounds(String row, ToDoubleFunction<List<WindowRun>> value) {
        return Medians.of(rounds().mapToDouble(round ->
                value.applyAsDouble(ofRound(row, round)) - value.applyAsDouble(ofRound(baseline, round))));
    }

    /** A percentile of all measured calls of some windows, in microseconds. */
    static ToDoubleFunction<List<WindowRun>> percentile(double percentile) {
        return runs -> {
            Histogram sum = WindowResult.histogram();
            runs.forEach(run -> sum.add(run.result().latencies()));
            return WindowResult.micros(sum, percentile);
        };
    }

    /** CPU seconds for 100,000 calls. */
    static ToDoubleFunction<List<WindowRun>> cpu(ToDoubleFunction<WindowRun> seconds) {
        return runs -> runs.stream().mapToDouble(seconds).sum()
                / runs.stream().mapToDouble(run -> run.result().calls()).sum()
                * CALLS;
    }

    /** The sum over all windows, sound or not. */
    long sum(String row, Function<WindowResult, Long> value) {
        return of(row).map(WindowRun::result).mapToLong(value::apply).sum();
    }

    double othersPercent(String row) {
        return of(row).map(WindowRun::strain)
                .reduce(Strain::plus)
                .map(Strain::othersPercent)
                .orElse(Double.NaN);
    }

    private DoubleStream differences(Stream<WindowRun> runs, ToDoubleFunction<WindowResult> value) {
        return runs.mapToDouble(run -> sound(baseline)
                .filter(run::sameTurn)
                .mapToDouble(base -> value.applyAsDouble(run.result()) - value.applyAsDouble(base.result()))
                .findFirst()
                .orElse(Double.NaN));
    }

    private List<WindowRun> ofRound(String row, int round) {
        return sound(row).filter(run -> run.round() == round).toList();
    }

    private Stream<Integer> rounds() {
        return all.stream().map(WindowRun::round).distinct();
    }

    private Stream<WindowRun> sound(String row) {
        return of(row).filter(run -> run.result().sound());
    }

    private Stream<WindowRun> of(String row) {
        return all.stream().filter(run -> run.row().equals(row));
    }
}
