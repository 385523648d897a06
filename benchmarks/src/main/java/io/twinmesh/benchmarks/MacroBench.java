package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.Launch;
import io.twinmesh.benchmarks.report.MachineFacts;
import io.twinmesh.benchmarks.report.MarkdownReport;
import io.twinmesh.benchmarks.report.RawData;
import io.twinmesh.benchmarks.report.Runs;
import io.twinmesh.benchmarks.rows.Row;
import io.twinmesh.benchmarks.rows.RowPlace;
import io.twinmesh.benchmarks.rows.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The side-by-side benchmark: echo server, load generator and every row as processes of their own on loopback, rows
 * interleaved within each round. Prints Markdown on standard output, progress on standard error. Exit status 1 if any call
 * failed.
 */
@NullUnmarked // picocli fills the fields
@Command(
        name = "MacroBench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the sidecar beside its peers with Dubbo2 echo calls.")
public final class MacroBench implements Callable<Integer> {

    private static final LoadShape WARM_UP = LoadShape.parse("c1d32@128");

    @Mixin
    private MacroOptions options;

    private final List<String> leftOut = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private MacroBench() {}

    /** Runs the benchmark. */
    public static void main(String[] args) {
        Launch.command(new MacroBench(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Children children = new Children(options.out().resolve("logs"))) {
            Echo echo = Echo.start(children, Site.HERE);
            RowPlace place = new RowPlace(children, echo.port(), Files.createDirectories(options.out()));
            List<LiveRow> rows = startRows(place);
            MacroRounds rounds = rounds(new LoadClient(children, echo.process(), options.times()), rows);
            failures.addAll(rounds.failures());
            report(rounds, rows);
            return failures.isEmpty() ? 0 : 1;
        }
    }

    private List<LiveRow> startRows(RowPlace place) throws InterruptedException {
        List<LiveRow> running = new ArrayList<>();
        for (Row row : options.rows()) {
            if (row.missing().isPresent()) {
                note(leftOut, row.name() + ": " + row.missing().get() + ", row left out");
            } else {
                start(row, place).ifPresent(running::add);
            }
        }
        return running;
    }

    private Optional<LiveRow> start(Row row, RowPlace place) throws InterruptedException {
        try {
            return Optional.of(new LiveRow(row, place));
        } catch (IOException failed) {
            note(failures, row.name() + ": not started, row left out: " + failed.getMessage());
            return Optional.empty();
        }
    }

    private MacroRounds rounds(LoadClient client, List<LiveRow> rows) throws IOException, InterruptedException {
        RawData raw = new RawData(options.out().resolve("raw"));
        MacroRounds rounds = new MacroRounds(client, raw, System.err::println);
        rounds.warmUp(WARM_UP, rows);
        for (int round = 1; round <= options.rounds(); round++) {
            rounds.round(round, options.shapes(), rows);
        }
        return rounds;
    }

    private void report(MacroRounds rounds, List<LiveRow> rows) throws IOException {
        MachineFacts machine = MachineFacts.read(options.repository());
        List<String> names = rows.stream().map(LiveRow::name).toList();
        List<String> remarks =
                Stream.concat(leftOut.stream(), failures.stream()).toList();
        String text = new MarkdownReport(machine, new Runs(rounds.runs()), names, remarks).text();
        Files.writeString(options.out().resolve("report.md"), text);
        System.out.print(text);
    }

    private static void note(List<String> notes, String text) {
        notes.add(text);
        System.err.println(text);
    }
}
