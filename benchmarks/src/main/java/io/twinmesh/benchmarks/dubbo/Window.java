package io.twinmesh.benchmarks.dubbo;

import io.twinmesh.benchmarks.load.LoadShape;
import java.time.Duration;

/**
 * A time in which a consumer makes calls, as a line {@code SHAPE MILLISECONDS}.
 *
 * @param shape calls in flight over the one connection, and their size
 * @param length how long calls are measured; before that they are made for a fifth of it, so that caches are warm again
 */
public record Window(LoadShape shape, Duration length) {

    private static final int LEADS = 5;

    public Window {
        if (shape.connections() != 1 || shape.open() || shape.shortLived()) {
            throw new IllegalArgumentException(
                    "load shape: " + shape.name() + " (expected: c1d<calls in flight>[@bytes], one connection)");
        }
    }

    /** Reads {@link #line()}. */
    public static Window parse(String line) {
        String[] words = line.split(" ", 2);
        return new Window(LoadShape.parse(words[0]), Duration.ofMillis(Long.parseLong(words[1])));
    }

    /** The window in the words of a line. */
    public String line() {
        return shape.name() + " " + length.toMillis();
    }

    Duration lead() {
        return length.dividedBy(LEADS);
    }
}
