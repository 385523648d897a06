package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.Latency;
import io.twinmesh.api.stats.StatsLevel;
import java.util.List;
import java.util.Map;

/** The three families of one level: calls by outcome, rejections by reason, latency. */
final class LevelFamilies {

    private static final double NANOS_PER_SECOND = 1e9;

    private final CounterSnapshot.Builder calls = CounterSnapshot.builder();
    private final CounterSnapshot.Builder rejections = CounterSnapshot.builder();
    private final HistogramSnapshot.Builder latency = HistogramSnapshot.builder();

    LevelFamilies(StatsLevel level) {
        String prefix = "twinmesh_" + level.word();
        calls.name(prefix + "_calls").help("Calls let through, by " + level.word() + " and outcome.");
        rejections.name(prefix + "_rejections").help("Calls rejected, by " + level.word() + " and reason.");
        latency.name(prefix + "_latency_seconds")
                .unit(Unit.SECONDS)
                .help("Time from decision to end of the calls let through, by " + level.word() + ".");
    }

    void add(CallStats stats) {
        Labels labels = labels(stats);
        stats.outcomes().forEach((word, value) -> calls.dataPoint(point(labels.add("outcome", word), value)));
        stats.rejections().forEach((word, value) -> rejections.dataPoint(point(labels.add("reason", word), value)));
        latency.dataPoint(histogram(labels, stats.latency()));
    }

    void addTo(List<MetricSnapshot> families) {
        families.add(calls.build());
        families.add(rejections.build());
        families.add(latency.build());
    }

    private static Labels labels(CallStats stats) {
        Labels.Builder labels =
                Labels.builder().label("direction", stats.direction().word());
        for (Map.Entry<String, String> label : stats.labels().entrySet()) {
            labels.label(label.getKey(), label.getValue());
        }
        return labels.build();
    }

    private static CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    private static HistogramDataPointSnapshot histogram(Labels labels, Latency latency) {
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets(latency))
                .sum(latency.sumNanos() / NANOS_PER_SECOND)
                .build();
    }

    private static ClassicHistogramBuckets buckets(Latency latency) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long[] upper = latency.upperNanos();
        for (int i = 0; i < upper.length; i++) {
            buckets.bucket(seconds(upper[i]), latency.counts()[i]);
        }
        return buckets.build();
    }

    private static double seconds(long nanos) {
        return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos / NANOS_PER_SECOND;
    }
}
