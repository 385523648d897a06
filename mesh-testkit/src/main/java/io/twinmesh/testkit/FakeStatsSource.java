package io.twinmesh.testkit;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Preview;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers that a test sets. Empty at first. Threading: any thread. */
@Preview(since = "0.1")
public final class FakeStatsSource implements StatsSource {

    private static final long MILLI = 1_000_000;

    private final List<CallStats> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Long> counters = new ConcurrentSkipListMap<>();

    public FakeStatsSource() {}

    /** Adds calls of a service that went well within a millisecond, and as many rejections as throttled. */
    public FakeStatsSource service(String service, long ok, long throttled) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.word(), outcome == Outcome.OK ? ok : 0L);
        }
        Map<String, Long> rejections = new LinkedHashMap<>();
        for (RejectReason reason : RejectReason.values()) {
            rejections.put(reason.word(), reason == RejectReason.THROTTLED ? throttled : 0L);
        }
        Latency latency = new Latency(new long[] {MILLI, Long.MAX_VALUE}, new long[] {ok, 0}, ok * MILLI / 2);
        TreeMap<String, String> labels = new TreeMap<>(Map.of("service", service));
        calls.add(new CallStats(StatsLevel.SERVICE, Direction.OUTBOUND, labels, outcomes, rejections, latency));
        return this;
    }

    /** Sets a counter beside calls. */
    public FakeStatsSource counter(String name, long value) {
        counters.put(name, value);
        return this;
    }

    @Override
    public List<CallStats> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Map<String, Long> counters() {
        return new TreeMap<>(counters);
    }
}
