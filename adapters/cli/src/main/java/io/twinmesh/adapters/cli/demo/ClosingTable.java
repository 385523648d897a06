package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.Table;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Expected beside observed, a column for each backend. */
final class ClosingTable {

    private final Map<String, Map<Backend, Row>> lines = new LinkedHashMap<>();

    ClosingTable(Map<Backend, List<Row>> rows) {
        rows.forEach((backend, found) -> found.forEach(row ->
                lines.computeIfAbsent(row.what(), key -> new LinkedHashMap<>()).put(backend, row)));
    }

    boolean allMet() {
        return !lines.isEmpty()
                && lines.values().stream()
                        .flatMap(line -> line.values().stream())
                        .allMatch(Row::met);
    }

    void print(Table table, PrintWriter out) {
        table.row("SCENARIO", "CALLS", "EXPECTED", "SIDECAR", "IN PROCESS", "");
        lines.forEach((what, line) -> {
            Row any = line.values().iterator().next();
            table.row(
                    any.scenario(),
                    what,
                    any.expected(),
                    observed(line.get(Backend.SIDECAR)),
                    observed(line.get(Backend.IN_PROCESS)),
                    line.values().stream().allMatch(Row::met) ? "ok" : "DIFFERS");
        });
        table.print(out);
    }

    private static String observed(@Nullable Row row) {
        return row == null ? "-" : row.observed();
    }
}
