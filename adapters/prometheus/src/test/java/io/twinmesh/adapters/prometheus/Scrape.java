package io.twinmesh.adapters.prometheus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One scrape, parsed by the rules of the text format (Prometheus documentation, "Exposition formats"). */
final class Scrape {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([0-9eE.+-]+|\\+Inf|NaN)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\",?");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();

    static Scrape of(PrometheusSink sink) {
        HttpPage page = HttpPage.get(sink, "/metrics", "Accept", "text/plain");
        if (page.status() != 200) {
            throw new AssertionError("scrape: " + page.status() + " " + page.text());
        }
        Scrape scrape = new Scrape();
        page.text().lines().forEach(scrape::line);
        return scrape;
    }

    Map<String, Double> samples() {
        return samples;
    }

    Map<String, String> types() {
        return types;
    }

    Map<String, String> helps() {
        return helps;
    }

    private void line(String line) {
        if (line.startsWith("# TYPE ")) {
            types.put(line.split(" ", -1)[2], line.split(" ", -1)[3]);
        } else if (line.startsWith("# HELP ")) {
            helps.put(line.split(" ", 4)[2], line.split(" ", 4)[3]);
        } else if (!line.isBlank() && !line.startsWith("#")) {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("line: " + line + " (expected: a sample)");
        }
        Double before = samples.put(
                sample.group(1) + labels(sample.group(2)),
                Double.valueOf(sample.group(3).replace("+Inf", "Infinity")));
        if (before != null) {
            throw new AssertionError("sample: " + line + " (expected: once)");
        }
    }

    /** Labels in the order they came in, unescaped: {@code {name=value, name=value}}. */
    private static String labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        int end = 0;
        while (label.lookingAt()) {
            labels.put(label.group(1), unescaped(label.group(2)));
            end = label.end();
            label.region(end, label.regionEnd());
        }
        if (text != null && end != text.length()) {
            throw new AssertionError("labels: " + text + " (expected: name=\"value\" joined by commas)");
        }
        return labels.toString();
    }

    private static String unescaped(String value) {
        return Pattern.compile("\\\\(.)")
                .matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1).equals("n") ? "\n" : match.group(1)));
    }
}
