package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.dubbo.Window;
import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.load.LoadShapeConverter;
import io.twinmesh.benchmarks.load.LoadTimeOptions;
import io.twinmesh.benchmarks.placement.Distribution;
import io.twinmesh.benchmarks.placement.Placement;
import io.twinmesh.benchmarks.placement.PlacementRound;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.Launch;
import io.twinmesh.benchmarks.report.MachineFacts;
import io.twinmesh.benchmarks.report.PlacementReport;
import io.twinmesh.benchmarks.report.RawData;
import io.twinmesh.benchmarks.report.WindowRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the mesh adds to a real Dubbo consumer that calls a real Dubbo provider: in the consumer's process, and beside it, each with routing,
 * statistics and one flow rule. Consumers live for a round and take turns of a fraction of a second, so that a difference of a few microseconds is
 * not lost in what else happens on the machine. Prints Markdown on standard output, progress on standard error. Exit status 1 if a call failed or
 * was rejected.
 */
@NullUnmarked // picocli fills the fields
@Command(
        name = "InProcessBench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what the mesh adds to a Dubbo consumer, in its process and beside it.")
public final class InProcessBench implements Callable<Integer> {

    @Mixin
    private BenchOptions bench = new BenchOptions("in-process-bench", new LoadTimeOptions(6, 0.3));

    @Option(
            names = "--turns",
            description = "windows of every row in a round, for each shape (default: ${DEFAULT-VALUE})")
    private int turns = 16;

    @Option(
            names = "--shapes",
            split = ",",
            converter = LoadShapeConverter.class,
            defaultValue = "c1d1@128,c1d32@128",
            description = "loads: c1d<calls in flight>@<bytes> (default: ${DEFAULT-VALUE})")
    private List<LoadShape> shapes;

    @Mixin
    private SidecarOptions sidecar;

    private final List<WindowRun> runs = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private InProcessBench() {}

    /** Runs the benchmark. */
    public static void main(String[] args) {
        Launch.command(new InProcessBench(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Distribution jars = Distribution.of(sidecar.repository());
        Optional<String> missing = jars.missing();
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        RawData raw = new RawData(bench.out().resolve("raw"));
        try (Children children = new Children(bench.out().resolve("logs"))) {
            for (int round = 1; round <= bench.rounds(); round++) {
                round(round, children, jars, raw);
            }
        }
        report();
        return failures.isEmpty() ? 0 : 1;
    }

    private void round(int number, Children children, Distribution jars, RawData raw) throws InterruptedException {
        try (PlacementRound round = PlacementRound.start(
                number, List.of(Placement.values()), children, jars, sidecar.command(), bench.out())) {
            round.prove();
            round.warmUp(shapes, bench.times().warmUp());
            for (LoadShape shape : shapes) {
                turns(round, new Window(shape, bench.times().measure()), raw);
                System.err.println("round " + number + ": " + shape.name() + ": " + turns + " turns");
            }
        } catch (IOException failed) {
            fail("round " + number + ": " + failed.getMessage());
        }
    }

    private void turns(PlacementRound round, Window window, RawData raw) throws IOException, InterruptedException {
        for (int turn = 1; turn <= turns; turn++) {
            for (WindowRun run : round.turn(turn, window)) {
                runs.add(run);
                raw.write(run);
                run.complaint().ifPresent(this::fail);
            }
        }
    }

    private void fail(String failure) {
        failures.add(failure);
        System.err.println(failure);
    }

    private void report() throws IOException {
        MachineFacts machine = MachineFacts.read(sidecar.repository());
        List<String> rows =
                List.of(Placement.values()).stream().map(Placement::title).toList();
        String text = new PlacementReport(machine, runs, rows, Placement.REGISTRY.title(), failures).text();
        Files.writeString(bench.out().resolve("report.md"), text);
        System.out.print(text);
    }
}
