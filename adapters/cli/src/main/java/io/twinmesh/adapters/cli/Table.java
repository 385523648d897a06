package io.twinmesh.adapters.cli;

import io.twinmesh.api.Internal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell; the last one runs free. */
@Internal(since = "0.1")
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final String indent;

    public Table(String indent) {
        this.indent = indent;
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(cell);
            line.append(" ".repeat(i < row.size() - 1 ? widths[i] - cell.length() + 2 : 0));
        }
        return line.toString().stripTrailing();
    }
}
