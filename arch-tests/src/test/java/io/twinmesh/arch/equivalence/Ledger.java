package io.twinmesh.arch.equivalence;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import io.twinmesh.api.stats.StatsSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Shows a test what a kernel has counted, under the name that the option {@code ledger} gives it. */
public final class Ledger implements StatsSinkProvider {

    private static final Map<String, StatsSource> OPEN = new ConcurrentHashMap<>();

    /** Made by ServiceLoader. */
    public Ledger() {}

    @Override
    public String id() {
        return "ledger";
    }

    @Override
    public StatsSink create(MeshConfig config) {
        String name = config.option("ledger");
        return name == null ? null : new Page(name);
    }

    private record Page(String name) implements StatsSink {

        @Override
        public void start(StatsSource source) {
            OPEN.put(name, source);
        }

        @Override
        public void close() {
            OPEN.remove(name);
        }
    }

    /** What was counted at a level, by the label that names the thing; zeros left out. */
    static Map<String, Map<String, Long>> read(String name, StatsLevel level, String label) {
        Map<String, Map<String, Long>> read = new TreeMap<>();
        for (CallStats stats : OPEN.get(name).calls()) {
            if (stats.level() == level) {
                Map<String, Long> counts = read.computeIfAbsent(stats.labels().get(label), key -> new TreeMap<>());
                counts.putAll(stats.outcomes());
                counts.putAll(stats.rejections());
                counts.values().removeIf(count -> count == 0);
            }
        }
        return read;
    }
}
