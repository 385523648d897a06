package io.twinmesh.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A Markdown table whose first column is text and whose others are numbers. */
public final class MarkdownTable {

    private final List<String> lines = new ArrayList<>();

    /** A table with these column titles. */
    public MarkdownTable(List<String> titles) {
        row(titles);
        List<String> rules = new ArrayList<>(Collections.nCopies(titles.size(), "---:"));
        rules.set(0, "---");
        row(rules);
    }

    /** Adds a line of cells. */
    public void row(List<String> cells) {
        lines.add(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** The table, ending in a newline. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }

    /** A number with {@code decimals} places and grouped thousands; a dash if it is none. */
    public static String number(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "-";
    }
}
