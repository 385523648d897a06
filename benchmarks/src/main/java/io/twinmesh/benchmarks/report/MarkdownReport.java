package io.twinmesh.benchmarks.report;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.rows.EnvoyRow;
import io.twinmesh.benchmarks.rows.HaproxyRow;
import java.util.List;

/**
 * The report as Markdown.
 *
 * @param machine where and how it was measured
 * @param runs what was measured
 * @param rows row names in the order of the tables
 * @param remarks rows left out and runs that failed, one line each
 */
public record MarkdownReport(MachineFacts machine, Runs runs, List<String> rows, List<String> remarks) {

    private static final String READING = """
            Medians over the rounds without errors; differences and ratios are taken within a round. Times in microseconds, in open loops from
            the intended send time. CPU: seconds of the proxy process alone per 100,000 calls. Others:
            share of the machine's CPU time taken by other processes or the hypervisor; trust a line only where it is small.
            """;

    /** The whole text. */
    public String text() {
        StringBuilder text = new StringBuilder("# Macro benchmark: Dubbo2 echo\n\n");
        text.append(machine.text()).append('\n').append(READING);
        if (!remarks.isEmpty()) {
            text.append("\n- ").append(String.join("\n- ", remarks)).append('\n');
        }
        runs.shapes().forEach(shape -> append(text, shape));
        return text.toString();
    }

    private void append(StringBuilder text, LoadShape shape) {
        ShapeTables tables = new ShapeTables(runs, rows, shape);
        text.append("\n## ")
                .append(shape.name())
                .append(": ")
                .append(shape.description())
                .append("\n\n");
        text.append(tables.values());
        for (String peer : List.of(EnvoyRow.NAME, HaproxyRow.NAME)) {
            if (runs.has(peer)) {
                text.append('\n').append(tables.ratios(peer));
            }
        }
    }
}
