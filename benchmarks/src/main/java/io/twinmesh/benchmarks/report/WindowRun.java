package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.dubbo.WindowResult;
import io.twinmesh.benchmarks.load.LoadShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One window of one consumer.
 *
 * @param row the row's name
 * @param shape the load
 * @param round counted from 1; processes are the same within it
 * @param turn counted from 1 within the round; every row has one window in it
 * @param result what the consumer saw
 * @param sidecarCpuSeconds CPU time of the sidecar, if there is one
 * @param strain what else the machine did
 */
public record WindowRun(
        String row,
        LoadShape shape,
        int round,
        int turn,
        WindowResult result,
        double sidecarCpuSeconds,
        Strain strain) {

    /** The values in the order of a line of raw data. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("row", row);
        fields.put("shape", shape.name());
        fields.put("round", round);
        fields.put("turn", turn);
        fields.put("sidecarCpuSeconds", sidecarCpuSeconds);
        fields.put("othersSeconds", strain.othersSeconds());
        fields.put("allSeconds", strain.allSeconds());
        fields.putAll(result.fields());
        return fields;
    }

    /** What is wrong with it if not all of its calls were answered; such windows are left out of medians. */
    public Optional<String> complaint() {
        return result.sound()
                ? Optional.empty()
                : Optional.of("round %d, turn %d, %s, %s: %d calls, %d rejected, %d failed, the first: %s"
                        .formatted(
                                round,
                                turn,
                                shape.name(),
                                row,
                                result.calls(),
                                result.rejected(),
                                result.errors(),
                                result.firstFailure()));
    }

    boolean sameTurn(WindowRun other) {
        return round == other.round && turn == other.turn && shape.equals(other.shape);
    }
}
