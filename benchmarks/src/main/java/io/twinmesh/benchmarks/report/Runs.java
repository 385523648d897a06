package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.rows.DirectRow;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All runs of a comparison. Rows are compared within a round only; what is reported is the median over the rounds.
 *
 * @param all every run that gave a result
 */
public record Runs(List<Run> all) {

    public Runs {
        all = List.copyOf(all);
    }

    /** The shapes that were run, in order. */
    public List<LoadShape> shapes() {
        return all.stream().map(Run::shape).distinct().toList();
    }

    /** The median of a value. */
    double median(String row, LoadShape shape, ToDoubleFunction<Run> value) {
        return Medians.of(sound(row, shape).mapToDouble(value));
    }

    /** The median of the differences to the direct row of the same round. */
    double medianOverDirect(String row, LoadShape shape, ToDoubleFunction<Run> value) {
        return Medians.of(sound(row, shape).mapToDouble(run -> overDirect(run, value)));
    }

    /** The median of the ratios to another row of the same round. */
    double medianRatio(String row, String other, LoadShape shape, ToDoubleFunction<Run> value) {
        return Medians.of(sound(row, shape)
                .mapToDouble(run -> partner(run, other)
                        .map(partner -> value.applyAsDouble(run) / value.applyAsDouble(partner))
                        .orElse(Double.NaN)));
    }

    /** Errors of all rounds. */
    long errors(String row, LoadShape shape) {
        return of(row, shape).mapToLong(run -> run.load().errors()).sum();
    }

    boolean has(String row) {
        return all.stream().anyMatch(run -> run.row().equals(row));
    }

    private double overDirect(Run run, ToDoubleFunction<Run> value) {
        return partner(run, DirectRow.NAME)
                .map(direct -> value.applyAsDouble(run) - value.applyAsDouble(direct))
                .orElse(Double.NaN);
    }

    private Stream<Run> sound(String row, LoadShape shape) {
        return of(row, shape).filter(Run::sound);
    }

    private Stream<Run> of(String row, LoadShape shape) {
        return all.stream().filter(run -> run.row().equals(row) && run.shape().equals(shape));
    }

    private Optional<Run> partner(Run run, String row) {
        return sound(row, run.shape())
                .filter(other -> other.round() == run.round())
                .findFirst();
    }
}
