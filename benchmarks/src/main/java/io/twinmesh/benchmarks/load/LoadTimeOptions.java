package io.twinmesh.benchmarks.load;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that set the phases of a run; seconds may have fractions. */
public final class LoadTimeOptions {

    private static final Duration DRAIN = Duration.ofSeconds(2);

    @Option(names = "--warmup-seconds", description = "calls before the window (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--measure-seconds", description = "length of the window (default: ${DEFAULT-VALUE})")
    private double measureSeconds;

    /** The usual phases of a run. */
    public LoadTimeOptions() {
        this(3, 5);
    }

    /** Options with these defaults, in seconds. */
    public LoadTimeOptions(double warmUpSeconds, double measureSeconds) {
        this.warmUpSeconds = warmUpSeconds;
        this.measureSeconds = measureSeconds;
    }

    /** The phases; the last replies are waited for 2 seconds at most. */
    public LoadTimes times() {
        return new LoadTimes(seconds(warmUpSeconds), seconds(measureSeconds), DRAIN);
    }

    /** These times as arguments of a {@link LoadGenerator}. */
    public static List<String> arguments(LoadTimes times) {
        return List.of(
                "--warmup-seconds", text(times.warmUp()),
                "--measure-seconds", text(times.measure()));
    }

    private static Duration seconds(double value) {
        return Duration.ofNanos((long) (value * 1e9));
    }

    private static String text(Duration duration) {
        return Double.toString(duration.toNanos() / 1e9);
    }
}
