package io.twinmesh.adapters.prometheus;

import io.twinmesh.api.Direction;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers that a test has chosen. */
final class FixedStats implements StatsSource {

    private final List<CallStats> calls = new ArrayList<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private volatile boolean failing;

    FixedStats call(
            StatsLevel level, Map<String, String> labels, Map<String, Long> outcomes, Map<String, Long> rejections) {
        Latency latency =
                new Latency(new long[] {1_000_000, 5_000_000, Long.MAX_VALUE}, new long[] {7, 2, 1}, 123_000_000);
        calls.add(new CallStats(level, Direction.OUTBOUND, new TreeMap<>(labels), outcomes, rejections, latency));
        return this;
    }

    FixedStats counter(String name, long value) {
        counters.put(name, value);
        return this;
    }

    void failing(boolean now) {
        failing = now;
    }

    @Override
    public List<CallStats> calls() {
        if (failing) {
            throw new IllegalStateException("failing");
        }
        return List.copyOf(calls);
    }

    @Override
    public Map<String, Long> counters() {
        return counters;
    }
}
