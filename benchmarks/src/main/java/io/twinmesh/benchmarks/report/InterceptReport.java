package io.twinmesh.benchmarks.report;

import static io.twinmesh.benchmarks.report.MarkdownTable.number;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.process.Tracked;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The cost of a way into the sidecar, as Markdown.
 *
 * @param machine where and how it was measured
 * @param runs what was measured
 * @param rows row names in the order of the tables
 * @param baseline the row that the others are divided by
 * @param remarks rows left out and runs that failed, one line each
 */
public record InterceptReport(
        MachineFacts machine, Runs runs, List<String> rows, String baseline, List<String> remarks) {

    private static final String READING = """
            Medians over the rounds without errors; ratios are taken within a round. Times in microseconds, on short connections from the beginning
            of the connect. CPU: seconds of the sidecar, and of sidecar, load generator and echo server together, because what the
            kernel does for a packet is paid by whoever sends or receives it. Tracked: connections that the kernel tracks where application and
            sidecar are, at the end of the run, with those of the rounds before that it still remembers. Others: share of the machine's CPU time
            taken by other processes or the hypervisor; trust a line only where it is small.
            """;

    private static final double TENTH = 0.1;

    /** The whole text. */
    public String text() {
        StringBuilder text = new StringBuilder("# Cost of interception: Dubbo2 echo\n\n");
        text.append(machine.text()).append('\n').append(READING);
        if (!remarks.isEmpty()) {
            text.append("\n- ").append(String.join("\n- ", remarks)).append('\n');
        }
        for (LoadShape shape : runs.shapes()) {
            text.append("\n## %s: %s\n\n".formatted(shape.name(), shape.description()));
            text.append(values(shape)).append('\n').append(ratios(shape));
        }
        return text.toString();
    }

    private String values(LoadShape shape) {
        String calls = shape.shortLived() ? "connections/s" : "calls/s";
        String per = shape.shortLived() ? " s/10k" : " s/100k";
        MarkdownTable table = new MarkdownTable(List.of(
                "row",
                calls,
                "p50 us",
                "p99 us",
                "p99.9 us",
                "CPU" + per + " sidecar",
                "CPU" + per + " all",
                "tracked",
                "errors",
                "others %"));
        rows.forEach(row -> table.row(values(row, shape)));
        return table.text();
    }

    private List<String> values(String row, LoadShape shape) {
        double scale = shape.shortLived() ? TENTH : 1;
        List<String> cells = new ArrayList<>(List.of(row));
        cells.add(number(runs.median(row, shape, InterceptReport::callsPerSecond), 0));
        cells.add(number(runs.median(row, shape, run -> run.load().latencies().p50()), 0));
        cells.add(number(runs.median(row, shape, run -> run.load().latencies().p99()), 0));
        cells.add(number(runs.median(row, shape, run -> run.load().latencies().p999()), 0));
        cells.add(number(runs.median(row, shape, Run::proxyCpuPer100k) * scale, 2));
        cells.add(number(runs.median(row, shape, Run::allCpuPer100k) * scale, 2));
        cells.add(number(runs.median(row, shape, InterceptReport::tracked), 0));
        cells.add(Long.toString(runs.errors(row, shape)));
        cells.add(number(runs.median(row, shape, Run::othersPercent), 0));
        return cells;
    }

    private String ratios(LoadShape shape) {
        List<ToDoubleFunction<Run>> compared = List.of(
                InterceptReport::callsPerSecond,
                run -> run.load().latencies().p50(),
                run -> run.load().latencies().p99(),
                Run::proxyCpuPer100k,
                Run::allCpuPer100k);
        MarkdownTable table = new MarkdownTable(List.of(
                "row / " + baseline,
                shape.shortLived() ? "connections/s" : "calls/s",
                "p50",
                "p99",
                "CPU sidecar",
                "CPU all"));
        for (String row : rows) {
            if (!row.equals(baseline)) {
                List<String> cells = new ArrayList<>(List.of(row));
                compared.forEach(value -> cells.add(number(runs.medianRatio(row, baseline, shape, value), 2)));
                table.row(cells);
            }
        }
        return table.text();
    }

    private static double callsPerSecond(Run run) {
        return run.load().callsPerSecond();
    }

    private static double tracked(Run run) {
        return run.tracked() == Tracked.UNKNOWN ? Double.NaN : run.tracked();
    }
}
