package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the numbers of a mesh into metric families when they are asked for. Each level of statistics has families of its own
 * ({@code twinmesh_service_calls_total}, {@code twinmesh_route_calls_total}), so that a sum over one family counts every call once.
 */
final class StatsCollector implements MultiCollector {

    private final StatsSource source;

    StatsCollector(StatsSource source) {
        this.source = source;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> families = new ArrayList<>();
        levels().values().forEach(level -> level.addTo(families));
        source.counters().forEach((name, value) -> families.add(single(name, value)));
        return new MetricSnapshots(families);
    }

    private Map<StatsLevel, LevelFamilies> levels() {
        Map<StatsLevel, LevelFamilies> levels = new EnumMap<>(StatsLevel.class);
        for (CallStats stats : source.calls()) {
            levels.computeIfAbsent(stats.level(), LevelFamilies::new).add(stats);
        }
        return levels;
    }

    private static MetricSnapshot single(String name, long value) {
        String help = "Kernel statistic " + name + ".";
        return MetricNames.isGauge(name)
                ? GaugeSnapshot.builder()
                        .name(MetricNames.of(name))
                        .help(help)
                        .dataPoint(GaugeDataPointSnapshot.builder()
                                .value((double) value)
                                .build())
                        .build()
                : CounterSnapshot.builder()
                        .name(MetricNames.of(name))
                        .help(help)
                        .dataPoint(CounterDataPointSnapshot.builder()
                                .value((double) value)
                                .build())
                        .build();
    }
}
