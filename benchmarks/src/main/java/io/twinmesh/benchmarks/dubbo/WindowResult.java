package io.twinmesh.benchmarks.dubbo;

import io.twinmesh.benchmarks.process.FlatJson;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a consumer saw in one {@link Window}.
 *
 * @param calls all calls, those of the lead included
 * @param rejected calls the mesh rejected
 * @param errors calls that failed otherwise, or had another answer
 * @param seconds length of the measured time
 * @param cpuSeconds CPU time of the consumer while it made its calls, to 0.01
 * @param latencies of the measured calls, in nanoseconds
 * @param firstFailure what the first rejection or error said, empty if there was none
 */
public record WindowResult(
        long calls,
        long rejected,
        long errors,
        double seconds,
        double cpuSeconds,
        Histogram latencies,
        String firstFailure) {

    private static final long LOWEST_NANOS = 100;
    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;

    /** A histogram of latencies in nanoseconds, to a thousandth. */
    public static Histogram histogram() {
        return new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    }

    static void record(Histogram latencies, long nanos) {
        latencies.recordValue(Math.min(nanos, HIGHEST_NANOS));
    }

    /** Measured calls per second. */
    public double callsPerSecond() {
        return latencies.getTotalCount() / seconds;
    }

    /** Whether calls were measured, and all were answered. */
    public boolean sound() {
        return rejected == 0 && errors == 0 && latencies.getTotalCount() > 0;
    }

    /** A percentile in microseconds. */
    public double micros(double percentile) {
        return micros(latencies, percentile);
    }

    /** A percentile of any such histogram in microseconds. */
    public static double micros(Histogram latencies, double percentile) {
        return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(percentile) / 1e3;
    }

    /** The values in the order of the JSON line. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("calls", calls);
        fields.put("rejected", rejected);
        fields.put("errors", errors);
        fields.put("seconds", seconds);
        fields.put("cpuSeconds", cpuSeconds);
        fields.put("p50Micros", micros(50));
        fields.put("firstFailure", firstFailure);
        fields.put("histogram", encoded());
        return fields;
    }

    /** Reads a JSON line that holds {@link #fields()}. */
    public static WindowResult parse(String line) {
        FlatJson json = FlatJson.parse(line);
        return new WindowResult(
                (long) json.number("calls"),
                (long) json.number("rejected"),
                (long) json.number("errors"),
                json.number("seconds"),
                json.number("cpuSeconds"),
                decoded(json.text("histogram")),
                json.text("firstFailure"));
    }

    private String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static Histogram decoded(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return Histogram.decodeFromCompressedByteBuffer(bytes, HIGHEST_NANOS);
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("histogram: " + text + " (expected: one of HdrHistogram)", damaged);
        }
    }
}
