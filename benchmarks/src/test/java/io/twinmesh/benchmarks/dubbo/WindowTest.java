package io.twinmesh.benchmarks.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.process.FlatJson;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    private static final Duration LENGTH = Duration.ofMillis(300);

    @Test
    void windowSurvivesItsLine() {
        Window window = new Window(LoadShape.parse("c1d32@1024"), LENGTH);

        assertEquals(window, Window.parse(window.line()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2d1@128", "o100x1@128", "s1@128"})
    void shapeThatOneReferenceCannotMakeIsRefused(String shape) {
        LoadShape load = LoadShape.parse(shape);

        assertEquals(
                "load shape: " + shape + " (expected: c1d<calls in flight>[@bytes], one connection)",
                assertThrows(IllegalArgumentException.class, () -> new Window(load, LENGTH))
                        .getMessage());
    }

    @Test
    void resultSurvivesItsJsonLine() {
        Histogram latencies = WindowResult.histogram();
        for (int nanos = 100; nanos < 10_000_000; nanos += 997) {
            WindowResult.record(latencies, nanos);
        }
        WindowResult result = new WindowResult(12, 1, 2, 0.3, 0.25, latencies, "not \"sent\"");

        assertEquals(result, WindowResult.parse(FlatJson.write(result.fields())));
    }
}
