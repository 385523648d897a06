package io.twinmesh.adapters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** The rules of {@code promtool check metrics}, as far as they apply to names and types. */
final class MetricLint {

    private static final List<String> RESERVED = List.of("_count", "_sum", "_bucket", "_created", "_info");
    private static final List<String> NON_BASE_UNITS = List.of(
            "milliseconds", "nanoseconds", "microseconds", "ms", "nanos", "millis", "minutes", "hours", "kilobytes");

    private MetricLint() {}

    static void check(String name, String type, Scrape scrape) {
        assertTrue(name.matches("twinmesh_[a-z][a-z0-9_]*"), name + ": lower case words joined by underscores");
        assertFalse(name.contains("__"), name + ": no double underscore");
        assertEquals(
                type.equals("counter"), name.endsWith("_total"), name + ": counters and only counters end in _total");
        RESERVED.forEach(suffix -> assertFalse(name.endsWith(suffix), name + ": reserved suffix"));
        NON_BASE_UNITS.forEach(unit -> assertFalse(name.contains("_" + unit), name + ": base units only"));
        assertFalse(name.contains("_" + type), name + ": type not in the name");
        String help = scrape.helps().get(name);
        assertTrue(help != null && !help.isBlank() && help.endsWith("."), name + ": help is a sentence");
    }
}
