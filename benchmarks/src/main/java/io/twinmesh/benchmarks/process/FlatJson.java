package io.twinmesh.benchmarks.process;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One JSON object of numbers and strings on one line, as the benchmark's processes exchange it.
 *
 * @param values raw values by name; strings without quotes
 */
public record FlatJson(Map<String, String> values) {

    private static final Pattern FIELD =
            Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|(-?[0-9][0-9.eE+-]*))");

    /** Writes the fields in their order: numbers as numbers, all else as strings. */
    public static String write(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> '"' + field.getKey() + "\":" + value(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Reads what {@link #write} wrote. */
    public static FlatJson parse(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = FIELD.matcher(line);
        while (matcher.find()) {
            values.put(matcher.group(1), matcher.group(3) == null ? unescape(matcher.group(2)) : matcher.group(3));
        }
        return new FlatJson(values);
    }

    /** The number of this name. */
    public double number(String name) {
        return Double.parseDouble(text(name));
    }

    /** The string of this name. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "json field: " + name + " is missing (expected: one of " + values.keySet() + ")");
        }
        return value;
    }

    private static String value(Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.3f", number);
        }
        return value instanceof Number ? value.toString() : '"' + escape(value.toString()) + '"';
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }

    private static String unescape(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}
