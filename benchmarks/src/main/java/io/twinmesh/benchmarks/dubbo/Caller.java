package io.twinmesh.benchmarks.dubbo;

import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** One thread's calls, one after another. Reused from window to window. */
final class Caller {

    private static final String REJECTED = "twinmesh: ";

    private final EchoService service;
    private final LongSupplier clock;
    private final Histogram latencies = WindowResult.histogram();
    private long calls;
    private long rejected;
    private long errors;
    private String firstFailure = "";

    /** @param clock nanoseconds, as {@link System#nanoTime} counts them */
    Caller(EchoService service, LongSupplier clock) {
        this.service = service;
        this.clock = clock;
    }

    /** Forgets the window before. */
    void reset() {
        latencies.reset();
        calls = 0;
        rejected = 0;
        errors = 0;
        firstFailure = "";
    }

    /** Calls until a time, and measures calls that begin after another one. */
    void run(String argument, long measureFrom, long until) {
        for (long start = clock.getAsLong(); start - until < 0; start = clock.getAsLong()) {
            calls++;
            if (answered(argument) && start - measureFrom >= 0) {
                WindowResult.record(latencies, clock.getAsLong() - start);
            }
        }
    }

    private boolean answered(String argument) {
        try {
            if (argument.equals(service.echo(argument))) {
                return true;
            }
            failed("answer: altered (expected: the argument that was sent)");
        } catch (RuntimeException failure) {
            failed(String.valueOf(failure.getMessage()));
        }
        return false;
    }

    private void failed(String message) {
        if (message.contains(REJECTED)) {
            rejected++;
        } else {
            errors++;
        }
        firstFailure = firstFailure.isEmpty() ? message : firstFailure;
    }

    /** Adds what it saw to the sum. */
    WindowResult plus(WindowResult sum) {
        sum.latencies().add(latencies);
        return new WindowResult(
                sum.calls() + calls,
                sum.rejected() + rejected,
                sum.errors() + errors,
                sum.seconds(),
                sum.cpuSeconds(),
                sum.latencies(),
                sum.firstFailure().isEmpty() ? firstFailure : sum.firstFailure());
    }
}
