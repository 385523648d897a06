package io.twinmesh.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies of the calls that start inside the measured window, whenever they end; errors of the whole run. A call of an
 * open loop starts when it should have been sent. Times in nanoseconds; one thread.
 */
final class Measurement {

    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Histogram latencies = new Histogram(100, HIGHEST_NANOS, 3);
    private long begin = Long.MAX_VALUE;
    private long end = Long.MAX_VALUE;
    private boolean begun;
    private boolean ended;
    private long errors;
    private String firstError = "";

    void begin(long nanos) {
        begin = nanos;
        begun = true;
    }

    void end(long nanos) {
        end = nanos;
        ended = true;
    }

    void answered(long start, long nanos) {
        if (begun && start - begin >= 0 && (!ended || start - end < 0)) {
            latencies.recordValue(Math.min(Math.max(nanos, 0), HIGHEST_NANOS));
        }
    }

    void failed(long calls, String reason) {
        if (calls > 0 && errors == 0) {
            firstError = reason;
        }
        errors += calls;
    }

    LoadResult result() {
        double seconds = (end - begin) / 1e9;
        return new LoadResult(
                latencies.getTotalCount(),
                errors,
                seconds,
                new Latencies(micros(50), micros(90), micros(99), micros(99.9), micros(100)),
                firstError);
    }

    private double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }
}
