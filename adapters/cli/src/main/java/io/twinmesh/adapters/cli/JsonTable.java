package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A JSON document of a sidecar for people: values as lines, lists of objects as tables. */
final class JsonTable {

    private final PrintWriter out;

    JsonTable(PrintWriter out) {
        this.out = out;
    }

    void print(String title, JsonNode node) {
        if (node.isArray()) {
            array(title, node);
        } else if (node.isObject()) {
            object(title, node);
        } else if (!node.isNull() && !node.isMissingNode()) {
            out.println(title + ": " + node.asText());
        }
    }

    private void object(String title, JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            print(title.isEmpty() ? field.getKey() : title + "." + field.getKey(), field.getValue());
        }
    }

    private void array(String title, JsonNode array) {
        out.println(title + ": " + (array.isEmpty() ? "none" : array.size()));
        Set<String> columns = columns(array);
        if (columns.isEmpty()) {
            array.forEach(item -> out.println("  " + cell(item)));
            return;
        }
        Table table = new Table("  ");
        table.row(
                columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toArray(String[]::new));
        array.forEach(item -> table.row(
                columns.stream().map(column -> cell(item.path(column))).toArray(String[]::new)));
        table.print(out);
    }

    private static Set<String> columns(JsonNode array) {
        Set<String> columns = new LinkedHashSet<>();
        array.forEach(item -> item.fieldNames().forEachRemaining(columns::add));
        return columns;
    }

    /** Nested lists and objects in short: {@code name=value} pairs, joined by spaces. */
    private static String cell(JsonNode node) {
        if (node.isValueNode()) {
            return node.isNull() ? "-" : node.asText();
        }
        StringBuilder text = new StringBuilder();
        if (node.isArray()) {
            node.forEach(item -> text.append(text.isEmpty() ? "" : "; ").append(cell(item)));
        } else {
            node.properties()
                    .forEach(field -> text.append(text.isEmpty() ? "" : " ")
                            .append(field.getKey())
                            .append('=')
                            .append(cell(field.getValue())));
        }
        return text.toString();
    }
}
