package io.twinmesh.benchmarks.load;

import io.twinmesh.benchmarks.process.FlatJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run of the load generator saw.
 *
 * @param calls verified calls that started in the measured window
 * @param errors calls of the whole run, warm-up included, that were refused, altered, misdirected or never answered
 * @param seconds length of the measured window
 * @param latencies percentiles in microseconds
 * @param firstError what the first error was, empty if there was none
 */
public record LoadResult(long calls, long errors, double seconds, Latencies latencies, String firstError) {

    /** Calls per second. */
    public double callsPerSecond() {
        return seconds <= 0 ? 0 : calls / seconds;
    }

    /** The values in the order of the JSON line. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("calls", calls);
        fields.put("errors", errors);
        fields.put("seconds", seconds);
        fields.put("callsPerSecond", callsPerSecond());
        fields.put("p50Micros", latencies.p50());
        fields.put("p90Micros", latencies.p90());
        fields.put("p99Micros", latencies.p99());
        fields.put("p999Micros", latencies.p999());
        fields.put("maxMicros", latencies.max());
        fields.put("firstError", firstError);
        return fields;
    }

    /** Reads a JSON line that holds {@link #fields()}. */
    public static LoadResult parse(String line) {
        FlatJson json = FlatJson.parse(line);
        Latencies latencies = new Latencies(
                json.number("p50Micros"),
                json.number("p90Micros"),
                json.number("p99Micros"),
                json.number("p999Micros"),
                json.number("maxMicros"));
        return new LoadResult(
                (long) json.number("calls"),
                (long) json.number("errors"),
                json.number("seconds"),
                latencies,
                json.text("firstError"));
    }
}
