package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.load.LoadTimeOptions;
import io.twinmesh.benchmarks.load.LoadTimes;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every benchmark that compares rows in rounds. */
final class BenchOptions {

    @Option(names = "--rounds", description = "rounds over all rows (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Mixin
    private LoadTimeOptions times;

    @Option(names = "--out", description = "folder of report, raw data and logs (default: ${DEFAULT-VALUE})")
    private Path out;

    /**
     * Options with these defaults.
     *
     * @param name of the folder below {@code target}
     */
    BenchOptions(String name, LoadTimeOptions times) {
        this.out = Path.of("target", name);
        this.times = times;
    }

    int rounds() {
        return rounds;
    }

    LoadTimes times() {
        return times.times();
    }

    Path out() {
        return out;
    }
}
