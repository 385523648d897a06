package io.twinmesh.benchmarks.report;

import static io.twinmesh.benchmarks.report.MarkdownTable.number;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.rows.DirectRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The tables of one load shape: values and ratios. Times in microseconds. */
final class ShapeTables {

    private static final List<ToDoubleFunction<Run>> PERCENTILES = List.of(
            run -> run.load().latencies().p50(),
            run -> run.load().latencies().p99(),
            run -> run.load().latencies().p999());

    private final Runs runs;
    private final List<String> rows;
    private final LoadShape shape;

    ShapeTables(Runs runs, List<String> rows, LoadShape shape) {
        this.runs = runs;
        this.rows = rows;
        this.shape = shape;
    }

    String values() {
        MarkdownTable table = new MarkdownTable(List.of(
                "row",
                "calls/s",
                "p50 us",
                "p99 us",
                "p99.9 us",
                "p50 - direct",
                "p99 - direct",
                "p99.9 - direct",
                "CPU s/100k",
                "RSS MiB",
                "errors",
                "others %"));
        rows.forEach(row -> table.row(values(row)));
        return table.text();
    }

    String ratios(String peer) {
        MarkdownTable table =
                new MarkdownTable(List.of("row / " + peer, "calls/s", "p50", "p99", "p99.9", "CPU", "RSS"));
        rows.stream()
                .filter(row -> !row.equals(peer) && !row.equals(DirectRow.NAME))
                .forEach(row -> table.row(ratios(row, peer)));
        return table.text();
    }

    private List<String> values(String row) {
        List<String> cells = new ArrayList<>(List.of(row, number(median(row, this::callsPerSecond), 0)));
        PERCENTILES.forEach(value -> cells.add(number(median(row, value), 0)));
        PERCENTILES.forEach(value -> cells.add(overDirect(row, value)));
        cells.add(cost(row, Run::proxyCpuPer100k, 2));
        cells.add(cost(row, Run::proxyRssMib, 1));
        cells.add(Long.toString(runs.errors(row, shape)));
        cells.add(number(median(row, Run::othersPercent), 0));
        return cells;
    }

    private List<String> ratios(String row, String peer) {
        List<ToDoubleFunction<Run>> compared = new ArrayList<>();
        compared.add(this::callsPerSecond);
        compared.addAll(PERCENTILES);
        compared.add(Run::proxyCpuPer100k);
        compared.add(Run::proxyRssMib);
        List<String> cells = new ArrayList<>(List.of(row));
        compared.forEach(value -> cells.add(number(runs.medianRatio(row, peer, shape, value), 2)));
        return cells;
    }

    private String overDirect(String row, ToDoubleFunction<Run> value) {
        return row.equals(DirectRow.NAME) ? "-" : number(runs.medianOverDirect(row, shape, value), 0);
    }

    private String cost(String row, ToDoubleFunction<Run> value, int decimals) {
        return row.equals(DirectRow.NAME) ? "-" : number(median(row, value), decimals);
    }

    private double median(String row, ToDoubleFunction<Run> value) {
        return runs.median(row, shape, value);
    }

    private double callsPerSecond(Run run) {
        return run.load().callsPerSecond();
    }
}
