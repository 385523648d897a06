package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.load.LoadGenerator;
import io.twinmesh.benchmarks.load.LoadResult;
import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.load.LoadTimeOptions;
import io.twinmesh.benchmarks.load.LoadTimes;
import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.MachineTime;
import io.twinmesh.benchmarks.process.Tracked;
import io.twinmesh.benchmarks.process.Usage;
import io.twinmesh.benchmarks.report.Run;
import io.twinmesh.benchmarks.report.Spent;
import io.twinmesh.benchmarks.rows.RunningRow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the load generator once against one row and reads the processes' usage at both ends of its window. */
final class LoadClient {

    private static final Duration START_UP = Duration.ofSeconds(20);

    private final Children children;
    private final ChildProcess echo;
    private final LoadTimes times;

    LoadClient(Children children, ChildProcess echo, LoadTimes times) {
        this.children = children;
        this.echo = echo;
        this.times = times;
    }

    /** One run; {@link IOException} if the load generator gives no result. */
    Run run(RunningRow row, LoadShape shape, int round) throws IOException, InterruptedException {
        ChildProcess loader =
                children.startJava("load", row.site().prefix(), LoadGenerator.class, arguments(row, shape));
        try {
            await(loader, "measuring");
            Readings begin = readings(row, loader);
            await(loader, "measured");
            Readings end = readings(row, loader);
            LoadResult result = LoadResult.parse(await(loader, "{"));
            return run(row, shape, round, result, begin, end);
        } finally {
            children.end(loader);
        }
    }

    private static Run run(
            RunningRow row, LoadShape shape, int round, LoadResult result, Readings begin, Readings end) {
        Spent proxy = Spent.between(begin.proxy(), end.proxy());
        Spent loader = Spent.between(begin.loader(), end.loader());
        Spent echo = Spent.between(begin.echo(), end.echo());
        double own = proxy.cpuSeconds() + loader.cpuSeconds() + echo.cpuSeconds();
        double others = end.machine().othersPercentSince(begin.machine(), own);
        return new Run(row.name(), shape, round, result, proxy, loader, echo, end.tracked(), others);
    }

    private List<String> arguments(RunningRow row, LoadShape shape) {
        List<String> arguments = new ArrayList<>(LoadTimeOptions.arguments(times));
        arguments.addAll(List.of("--address", row.site().address()));
        arguments.addAll(List.of("--port", Integer.toString(row.port()), "--shape", shape.name()));
        return arguments;
    }

    private String await(ChildProcess loader, String beginning) throws IOException, InterruptedException {
        return loader.awaitLine(
                        line -> line.startsWith(beginning), times.total().plus(START_UP))
                .orElseThrow(() -> new IOException("load generator: no line '" + beginning + "' (see load.err)"));
    }

    private Readings readings(RunningRow row, ChildProcess loader) {
        return new Readings(
                row.usage(), Usage.of(loader.pid()), Usage.of(echo.pid()), MachineTime.now(), Tracked.by(loader.pid()));
    }

    private record Readings(Usage proxy, Usage loader, Usage echo, MachineTime machine, long tracked) {}
}
