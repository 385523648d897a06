package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.report.RawData;
import io.twinmesh.benchmarks.report.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Interleaves the rows: in every round each shape is run over all rows, each round beginning with another row. A row that fails starts
 * afresh. */
final class MacroRounds {

    private final LoadClient client;
    private final RawData raw;
    private final Consumer<String> progress;
    private final List<Run> runs = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    MacroRounds(LoadClient client, RawData raw, Consumer<String> progress) {
        this.client = client;
        this.raw = raw;
        this.progress = progress;
    }

    /** Loads every row once, as round 0, which the results leave out. */
    void warmUp(LoadShape shape, List<LiveRow> rows) throws InterruptedException {
        for (LiveRow row : rows) {
            attempt(row, shape, 0);
        }
    }

    /** Runs one round, counted from 1. */
    void round(int round, List<LoadShape> shapes, List<LiveRow> rows) throws InterruptedException {
        List<LiveRow> turned = new ArrayList<>(rows);
        Collections.rotate(turned, 1 - round);
        for (LoadShape shape : shapes) {
            for (LiveRow row : turned) {
                run(row, shape, round);
            }
        }
    }

    /** The runs that gave a result. */
    List<Run> runs() {
        return runs;
    }

    /** Runs without a result and runs with errors, one line each. */
    List<String> failures() {
        return failures;
    }

    private void run(LiveRow row, LoadShape shape, int round) throws InterruptedException {
        attempt(row, shape, round).ifPresent(runs::add);
    }

    private Optional<Run> attempt(LiveRow row, LoadShape shape, int round) throws InterruptedException {
        String place = "round %d, %s, %s: ".formatted(round, shape.name(), row.name());
        try {
            Run run = client.run(row.running(), shape, round);
            raw.write(run);
            note(run, place);
            if (!run.sound()) {
                fail(place + run.complaint());
                restart(row, place);
            }
            return Optional.of(run);
        } catch (IOException | RuntimeException failed) {
            fail(place + failed.getMessage());
            restart(row, place);
            return Optional.empty();
        }
    }

    private void restart(LiveRow row, String place) throws InterruptedException {
        try {
            row.restart();
        } catch (IOException failed) {
            fail(place + "not started again: " + failed.getMessage());
        }
    }

    private void note(Run run, String place) {
        progress.accept(place
                + "%,.0f calls/s, p50 %,.0f us, p99 %,.0f us, %d errors"
                        .formatted(
                                run.load().callsPerSecond(),
                                run.load().latencies().p50(),
                                run.load().latencies().p99(),
                                run.load().errors()));
    }

    private void fail(String failure) {
        failures.add(failure);
        progress.accept(failure);
    }
}
