package io.twinmesh.benchmarks.decision;

import io.twinmesh.benchmarks.placement.Distribution;
import io.twinmesh.benchmarks.placement.LocalConsumer;
import io.twinmesh.benchmarks.placement.Placement;
import io.twinmesh.benchmarks.wire.EchoCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call through a Dubbo consumer to a provider in the same process, where no socket's noise hides what is before it: without a registry, by a
 * registry, and by that registry with the mesh in process, with routing, statistics and one flow rule. Asks for the distribution.
 */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.math=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Ddubbo.application.logger=slf4j",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        })
public class ConsumerBenchmark {

    @Param({"DIRECT", "REGISTRY", "IN_PROCESS"})
    public Placement placement = Placement.DIRECT;

    private final String argument = EchoCall.ofPayload(128).argument();
    private UnaryOperator<String> echo;

    @Setup
    public void start() throws IOException, InterruptedException, ReflectiveOperationException {
        echo = LocalConsumer.start(placement, Distribution.of(Path.of("."))).echo();
    }

    /** A call and its answer. */
    @Benchmark
    public String call() {
        return echo.apply(argument);
    }
}
