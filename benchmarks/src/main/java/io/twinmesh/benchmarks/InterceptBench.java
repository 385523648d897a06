package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.load.LoadShapeConverter;
import io.twinmesh.benchmarks.load.LoadTimeOptions;
import io.twinmesh.benchmarks.pods.Pods;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.Launch;
import io.twinmesh.benchmarks.report.InterceptReport;
import io.twinmesh.benchmarks.report.MachineFacts;
import io.twinmesh.benchmarks.report.RawData;
import io.twinmesh.benchmarks.report.Runs;
import io.twinmesh.benchmarks.rows.PodDirectRow;
import io.twinmesh.benchmarks.rows.PodSidecarRow;
import io.twinmesh.benchmarks.rows.Row;
import io.twinmesh.benchmarks.rows.RowPlace;
import io.twinmesh.benchmarks.rows.WayIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What interception costs: the same sidecar under the same load, reached directly, by TPROXY and by NAT, every row in a network namespace of
 * its own, rows interleaved within each round. Prints Markdown on standard output, progress on standard error. Exit status 1 if a call failed
 * or a row is missing.
 */
@NullUnmarked // picocli fills the fields
@Command(
        name = "InterceptBench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures what it costs to catch the connections of an application. Needs root, iproute2 and nft.")
public final class InterceptBench implements Callable<Integer> {

    private static final LoadShape WARM_UP = LoadShape.parse("c1d32@128");

    @Mixin
    private BenchOptions bench = new BenchOptions("intercept-bench", new LoadTimeOptions());

    @Option(
            names = "--shapes",
            split = ",",
            converter = LoadShapeConverter.class,
            defaultValue = "c1d32@128,c16d1@128,s16@128",
            description =
                    "loads: c<connections>d<in flight>@<bytes> or s<connections at a time>@<bytes> (default: ${DEFAULT-VALUE})")
    private List<LoadShape> shapes;

    @Option(
            names = "--repository",
            description = "folder of the mesh launcher, also asked for the commit (default: ${DEFAULT-VALUE})")
    private Path repository = Path.of(".");

    private final List<String> failures = new ArrayList<>();

    private InterceptBench() {}

    /** Runs the benchmark. */
    public static void main(String[] args) {
        Launch.command(new InterceptBench(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Pods pods = Pods.open();
                Children children = new Children(bench.out().resolve("logs"))) {
            Echo echo = Echo.start(children, pods.serverSite());
            RowPlace place = new RowPlace(children, echo.port(), Files.createDirectories(bench.out()));
            List<LiveRow> rows = new ArrayList<>();
            for (Row row : rows(pods)) {
                start(row, place).ifPresent(rows::add);
            }
            report(measure(new LoadClient(children, echo.process(), bench.times()), rows), rows);
            return failures.isEmpty() ? 0 : 1;
        }
    }

    private List<Row> rows(Pods pods) throws IOException, InterruptedException {
        return List.of(
                new PodDirectRow(pods.pod("direct")),
                new PodSidecarRow(pods.pod("explicit"), repository, WayIn.EXPLICIT),
                new PodSidecarRow(pods.pod("tproxy"), repository, WayIn.TPROXY),
                new PodSidecarRow(pods.pod("redirect"), repository, WayIn.REDIRECT));
    }

    private Optional<LiveRow> start(Row row, RowPlace place) throws InterruptedException {
        try {
            Optional<String> missing = row.missing();
            if (missing.isEmpty()) {
                return Optional.of(new LiveRow(row, place));
            }
            note(row.name() + ": " + missing.get() + ", row left out");
        } catch (IOException failed) {
            note(row.name() + ": not started, row left out: " + failed.getMessage());
        }
        return Optional.empty();
    }

    private void note(String failure) {
        failures.add(failure);
        System.err.println(failure);
    }

    private Runs measure(LoadClient client, List<LiveRow> rows) throws IOException, InterruptedException {
        MacroRounds measured = new MacroRounds(client, new RawData(bench.out().resolve("raw")), System.err::println);
        measured.warmUp(WARM_UP, rows);
        for (int round = 1; round <= bench.rounds(); round++) {
            measured.round(round, shapes, rows);
        }
        failures.addAll(measured.failures());
        return new Runs(measured.runs());
    }

    private void report(Runs runs, List<LiveRow> rows) throws IOException {
        List<String> names = rows.stream().map(LiveRow::name).toList();
        MachineFacts machine = MachineFacts.read(repository);
        String text = new InterceptReport(machine, runs, names, "explicit", failures).text();
        Files.writeString(bench.out().resolve("report.md"), text);
        System.out.print(text);
    }
}
