package io.twinmesh.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.benchmarks.load.LoadTimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class BenchOptionsTest {

    private final Program program = new Program();

    @Test
    void everyBenchmarkHasDefaultsOfItsOwn() {
        CommandLine.populateCommand(program);

        assertEquals(3, program.bench.rounds());
        assertEquals(Path.of("target", "some-bench"), program.bench.out());
        assertEquals(Duration.ofSeconds(2), program.bench.times().warmUp());
        assertEquals(Duration.ofMillis(300), program.bench.times().measure());
    }

    @Test
    void whatIsGivenWins() {
        CommandLine.populateCommand(
                program, "--rounds", "5", "--out", "there", "--warmup-seconds", "1.5", "--measure-seconds", "4");

        assertEquals(5, program.bench.rounds());
        assertEquals(Path.of("there"), program.bench.out());
        assertEquals(Duration.ofMillis(1_500), program.bench.times().warmUp());
        assertEquals(Duration.ofSeconds(4), program.bench.times().measure());
    }

    @Command
    private static final class Program {

        @Mixin
        private BenchOptions bench = new BenchOptions("some-bench", new LoadTimeOptions(2, 0.3));
    }
}
