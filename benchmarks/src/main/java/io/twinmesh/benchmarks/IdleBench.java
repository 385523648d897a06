package io.twinmesh.benchmarks;

import static io.twinmesh.benchmarks.report.MarkdownTable.number;

import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.Launch;
import io.twinmesh.benchmarks.process.Loopback;
import io.twinmesh.benchmarks.process.Usage;
import io.twinmesh.benchmarks.report.MachineFacts;
import io.twinmesh.benchmarks.report.MarkdownTable;
import io.twinmesh.benchmarks.report.Medians;
import io.twinmesh.benchmarks.rows.BenchRules;
import io.twinmesh.benchmarks.rows.SidecarCommand;
import io.twinmesh.benchmarks.rows.SidecarRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the sidecar several times without traffic: time to ready, CPU and resident memory. Prints Markdown. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "IdleBench",
        mixinStandardHelpOptions = true,
        description = "Measures start-up and memory of an idle sidecar.")
public final class IdleBench implements Callable<Integer> {

    private static final Duration READY = Duration.ofSeconds(60);

    @Mixin
    private SidecarOptions sidecar;

    @Option(names = "--runs", description = "starts (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(names = "--idle-seconds", description = "idling before memory is read (default: ${DEFAULT-VALUE})")
    private int idleSeconds = 10;

    @Option(names = "--out", description = "folder of rules and logs (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "idle-bench");

    private IdleBench() {}

    /** Runs the benchmark. */
    public static void main(String[] args) {
        Launch.command(new IdleBench(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<String> missing = new SidecarRow(sidecar.command()).missing();
        if (missing.isPresent()) {
            throw new IOException("sidecar: " + missing.get());
        }
        List<IdleRun> measured = new ArrayList<>();
        try (Children children = new Children(out.resolve("logs"))) {
            for (int i = 0; i < runs; i++) {
                measured.add(run(children));
            }
        }
        System.out.print(report(measured));
        return 0;
    }

    private IdleRun run(Children children) throws IOException, InterruptedException {
        List<String> command = command();
        long start = System.nanoTime();
        ChildProcess child = children.start("sidecar", command);
        if (child.awaitLine(line -> line.strip().equals("ready"), READY).isEmpty()) {
            throw new IOException("sidecar: no line 'ready' on standard output (expected: within " + READY + ")");
        }
        double readyMillis = (System.nanoTime() - start) / 1e6;
        Usage ready = Usage.of(child.pid());
        Thread.sleep(Duration.ofSeconds(idleSeconds).toMillis());
        Usage idle = Usage.of(child.pid());
        children.end(child);
        double idleCpu = idle.cpuSeconds() - ready.cpuSeconds();
        return new IdleRun(readyMillis, ready.cpuSeconds(), idleCpu, idle.rssKib() / 1024.0);
    }

    private List<String> command() throws IOException {
        SidecarCommand command = sidecar.command();
        int upstream = Loopback.freePort();
        Path rules = BenchRules.write(out.resolve("rules"), upstream);
        return command.fill(rules, Loopback.freePort(), Loopback.freePort(), upstream);
    }

    private String report(List<IdleRun> measured) {
        String memory = "RSS MiB after " + idleSeconds + " s";
        MarkdownTable table =
                new MarkdownTable(List.of("run", "ready ms", "CPU s to ready", "CPU s while idle", memory));
        for (int i = 0; i < measured.size(); i++) {
            IdleRun run = measured.get(i);
            table.row(cells(Integer.toString(i + 1), List.of(run)));
        }
        table.row(cells("median", measured));
        return "# Idle sidecar\n\n" + MachineFacts.read(sidecar.repository()).text() + "\n" + table.text();
    }

    private static List<String> cells(String title, List<IdleRun> runs) {
        return List.of(
                title,
                number(median(runs, IdleRun::readyMillis), 0),
                number(median(runs, IdleRun::startCpuSeconds), 2),
                number(median(runs, IdleRun::idleCpuSeconds), 2),
                number(median(runs, IdleRun::rssMib), 1));
    }

    private static double median(List<IdleRun> runs, ToDoubleFunction<IdleRun> value) {
        return Medians.of(runs.stream().mapToDouble(value));
    }
}
