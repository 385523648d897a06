package io.twinmesh.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.benchmarks.load.Latencies;
import io.twinmesh.benchmarks.load.LoadResult;
import io.twinmesh.benchmarks.load.LoadShape;
import io.twinmesh.benchmarks.process.FlatJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static final LoadShape SHAPE = LoadShape.parse("c1d1");

    private final Runs runs = new Runs(List.of(
            run("direct", 1, 100, 0),
            run("direct", 2, 1_000, 0),
            run("direct", 3, 100, 0),
            run("envoy", 1, 150, 4),
            run("envoy", 2, 1_060, 4),
            run("envoy", 3, 170, 8),
            run("sidecar", 1, 110, 1),
            run("sidecar", 2, 1_020, 2),
            run("sidecar", 3, 130, 2)));

    @Test
    void differencesAreTakenWithinARound() {
        assertEquals(60, runs.medianOverDirect("envoy", SHAPE, RunsTest::p50));
        assertEquals(20, runs.medianOverDirect("sidecar", SHAPE, RunsTest::p50));
    }

    @Test
    void ratiosAreTakenWithinARound() {
        assertEquals(0.25, runs.medianRatio("sidecar", "envoy", SHAPE, Run::proxyCpuPer100k));
    }

    @Test
    void missingPeerGivesNoNumber() {
        assertTrue(Double.isNaN(runs.medianRatio("sidecar", "haproxy", SHAPE, RunsTest::p50)));
    }

    @Test
    void loadResultSurvivesItsJsonLine() {
        LoadResult result = new LoadResult(7, 1, 2.5, new Latencies(1, 2, 3.125, 4, 5), "reply \"x\\y\": no");

        assertEquals(result, LoadResult.parse(FlatJson.write(result.fields())));
    }

    private static double p50(Run run) {
        return run.load().latencies().p50();
    }

    private static Run run(String row, int round, double p50, double cpuSeconds) {
        LoadResult load = new LoadResult(100_000, 0, 1, new Latencies(p50, p50, p50, p50, p50), "");
        Spent none = new Spent(0, 0);
        return new Run(row, SHAPE, round, load, new Spent(cpuSeconds, 0), none, none, 0, 0);
    }
}
