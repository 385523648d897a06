package io.twinmesh.benchmarks.report;

import static io.twinmesh.benchmarks.report.MarkdownTable.number;

import io.twinmesh.benchmarks.dubbo.WindowResult;
import io.twinmesh.benchmarks.load.LoadShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the mesh adds to a Dubbo consumer, as Markdown.
 *
 * @param machine where and how it was measured
 * @param runs every window
 * @param rows row names in the order of the tables, the baseline first
 * @param second the row that is a baseline, too
 * @param remarks rounds that failed, one line each
 */
public record PlacementReport(
        MachineFacts machine, List<WindowRun> runs, List<String> rows, String second, List<String> remarks) {

    private static final String READING = """
            Times in microseconds. Consumers take turns; `p50` is the median over their windows, `added p50` the median of its differences to the
            direct row in the same turn, with the quartiles of these differences, then the median of each round for itself (in every round all processes
            are fresh). p99 and p99.9 are those of all calls of a round, medians over the rounds. CPU: seconds of the consumer process for 100,000 calls,
            and of the sidecar's. `direct again` is the direct row once more: what differs there is what cannot be told apart. `registry` is
            Dubbo with a registry and without the mesh, which takes a registry's place; the second table says what is added to that row. Others: share of the
            machine's CPU time taken by other processes or the hypervisor; trust a line only where it is small.
            """;

    private static final ToDoubleFunction<List<WindowRun>> P99 = WindowRuns.percentile(99);
    private static final ToDoubleFunction<List<WindowRun>> P999 = WindowRuns.percentile(99.9);
    private static final ToDoubleFunction<List<WindowRun>> CPU =
            WindowRuns.cpu(run -> run.result().cpuSeconds());
    private static final ToDoubleFunction<List<WindowRun>> SIDECAR_CPU = WindowRuns.cpu(WindowRun::sidecarCpuSeconds);

    /** The whole text. */
    public String text() {
        StringBuilder text = new StringBuilder("# What the mesh adds to a Dubbo consumer\n\n");
        text.append(machine.text()).append('\n').append(READING);
        if (!remarks.isEmpty()) {
            text.append("\n- ").append(String.join("\n- ", remarks)).append('\n');
        }
        for (LoadShape shape : runs.stream().map(WindowRun::shape).distinct().toList()) {
            text.append("\n## %s: %s\n\n".formatted(shape.name(), shape.description()));
            text.append(table(new WindowRuns(runs, shape, rows.get(0))));
            text.append('\n').append(besideSecond(new WindowRuns(runs, shape, second)));
        }
        return text.toString();
    }

    private String table(WindowRuns windows) {
        MarkdownTable table = new MarkdownTable(List.of(
                "row",
                "calls/s",
                "p50",
                "added p50 (quartiles)",
                "by round",
                "p99",
                "added p99",
                "p99.9",
                "added p99.9",
                "CPU s/100k",
                "added CPU s/100k",
                "sidecar CPU s/100k",
                "rejected",
                "errors",
                "others %"));
        rows.forEach(row -> table.row(cells(windows, row)));
        return table.text();
    }

    private String besideSecond(WindowRuns windows) {
        MarkdownTable table = new MarkdownTable(
                List.of("beside " + second, "added p50 (quartiles)", "by round", "added p99", "added CPU s/100k"));
        for (String row : rows.subList(rows.indexOf(second) + 1, rows.size())) {
            table.row(List.of(
                    row,
                    windows.added(row, PlacementReport::p50).text(1),
                    byRound(windows, row),
                    number(windows.addedInRounds(row, P99), 0),
                    number(windows.addedInRounds(row, CPU), 2)));
        }
        return table.text();
    }

    private List<String> cells(WindowRuns windows, String row) {
        boolean baseline = row.equals(rows.get(0));
        List<String> cells = new ArrayList<>(List.of(row));
        cells.add(number(windows.median(row, WindowResult::callsPerSecond), 0));
        cells.add(number(windows.median(row, PlacementReport::p50), 1));
        cells.add(baseline ? "-" : windows.added(row, PlacementReport::p50).text(1));
        cells.add(baseline ? "-" : byRound(windows, row));
        for (ToDoubleFunction<List<WindowRun>> value : List.of(P99, P999)) {
            cells.add(number(windows.medianOfRounds(row, value), 0));
            cells.add(baseline ? "-" : number(windows.addedInRounds(row, value), 0));
        }
        cells.add(number(windows.medianOfRounds(row, CPU), 2));
        cells.add(baseline ? "-" : number(windows.addedInRounds(row, CPU), 2));
        double sidecar = windows.medianOfRounds(row, SIDECAR_CPU);
        cells.add(sidecar > 0 ? number(sidecar, 2) : "-");
        cells.add(Long.toString(windows.sum(row, WindowResult::rejected)));
        cells.add(Long.toString(windows.sum(row, WindowResult::errors)));
        cells.add(number(windows.othersPercent(row), 0));
        return cells;
    }

    private static String byRound(WindowRuns windows, String row) {
        return windows.addedByRound(row, PlacementReport::p50).stream()
                .map(value -> number(value, 1))
                .collect(Collectors.joining("; "));
    }

    private static double p50(WindowResult result) {
        return result.micros(50);
    }
}
