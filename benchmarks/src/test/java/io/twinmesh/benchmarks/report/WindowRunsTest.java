package io.twinmesh.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.benchmarks.dubbo.WindowResult;
import io.twinmesh.benchmarks.load.LoadShape;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class WindowRunsTest {

    private static final LoadShape SHAPE = LoadShape.parse("c1d1");

    /** The machine is slow in turn 2 of round 1, and every process in round 2. */
    private static final List<WindowRun> RUNS = List.of(
            run("direct", 1, 1, 100, 0),
            run("mesh", 1, 1, 102, 0),
            run("mesh", 1, 2, 503, 0),
            run("direct", 1, 2, 500, 0),
            run("direct", 2, 1, 200, 0),
            run("mesh", 2, 1, 207, 0),
            run("mesh", 2, 2, 900, 1),
            run("direct", 2, 2, 200, 0),
            run("mesh", 2, 3, 300, 0));

    private final WindowRuns runs = new WindowRuns(RUNS, SHAPE, "direct");

    @Test
    void differencesAreTakenWithinATurn() {
        Quartiles added = runs.added("mesh", result -> result.micros(50));

        assertEquals(2.5, added.low(), 0.2);
        assertEquals(3, added.median(), 0.3);
        assertEquals(5, added.high(), 0.2);
    }

    @Test
    void windowsWithErrorsOrWithoutAPartnerAreLeftOut() {
        List<Double> byRound = runs.addedByRound("mesh", result -> result.micros(50));

        assertEquals(2, byRound.size());
        assertEquals(2.5, byRound.get(0), 0.2);
        assertEquals(7, byRound.get(1), 0.2);
        assertEquals(1, runs.sum("mesh", WindowResult::errors));
    }

    @Test
    void percentilesAreThoseOfAllCallsOfARound() {
        assertEquals(500, WindowRuns.percentile(99).applyAsDouble(RUNS.subList(0, 4)), 4);
        assertEquals(102, WindowRuns.percentile(50).applyAsDouble(RUNS.subList(0, 4)), 1);
    }

    @Test
    void cpuIsForAHundredThousandCalls() {
        assertEquals(
                0.5,
                runs.medianOfRounds("mesh", WindowRuns.cpu(run -> run.result().cpuSeconds())),
                1e-9);
        assertEquals(
                0, runs.addedInRounds("mesh", WindowRuns.cpu(run -> run.result().cpuSeconds())), 1e-9);
    }

    @Test
    void rowThatIsNotThereGivesNoNumber() {
        assertTrue(Double.isNaN(runs.median("sidecar", WindowResult::callsPerSecond)));
        assertEquals(
                "- (- to -)",
                runs.added("sidecar", WindowResult::callsPerSecond).text(1));
    }

    @Test
    void othersAreCountedOverAllWindows() {
        assertEquals(25, runs.othersPercent("direct"), 1e-9);
    }

    @Test
    void reportHasATableForEachShapeAndSaysWhatFailed() {
        MachineFacts machine = new MachineFacts("today", "box", "jdk", "none", "bench");
        String text =
                new PlacementReport(machine, RUNS, List.of("direct", "mesh"), "mesh", List.of("round 3: gone")).text();

        assertTrue(text.contains("\n- round 3: gone\n"), text);
        assertTrue(text.contains("\n## c1d1: closed loop, 1 connection(s), 1 in flight on each, 128 B\n"), text);
        assertEquals(
                1,
                Stream.of(text.split("\n"))
                        .filter(line -> line.startsWith("| mesh | "))
                        .count());
    }

    @Test
    void reportComparesRowsWithASecondBaseline() {
        MachineFacts machine = new MachineFacts("today", "box", "jdk", "none", "bench");
        String text = new PlacementReport(machine, RUNS, List.of("mesh", "direct", "none"), "direct", List.of()).text();

        List<String> lines = List.of(text.split("\n"));
        int table =
                lines.indexOf("| beside direct | added p50 (quartiles) | by round | added p99 | added CPU s/100k |");
        assertTrue(table > 0, text);
        assertEquals("| none | - (- to -) | -; - | - | - |", lines.get(table + 2));
    }

    @Test
    void quartilesOfEvenlySpacedValues() {
        assertEquals(new Quartiles(2, 3, 4), Quartiles.of(DoubleStream.of(5, 1, 4, 2, 3, Double.NaN)));
        assertEquals(new Quartiles(7, 7, 7), Quartiles.of(DoubleStream.of(7)));
        assertEquals("1.5 (1.3 to 1.8)", Quartiles.of(DoubleStream.of(1, 2)).text(1));
    }

    private static WindowRun run(String row, int round, int turn, long micros, long errors) {
        Histogram latencies = WindowResult.histogram();
        latencies.recordValueWithCount(micros * 1_000, 10);
        WindowResult result = new WindowResult(10, 0, errors, 0.3, 0.00005, latencies, "");
        return new WindowRun(row, SHAPE, round, turn, result, 0, new Strain(0.25, 1));
    }
}
