package io.twinmesh.core.cluster;

import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.core.stats.CallCounters;
import io.twinmesh.core.stats.StatsTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Endpoints that have left their clusters: their counters are retired, but not before the calls have ended that were under way to them.
 * Counters that were made too late, for a call that still had the endpoints of before, are retired with the next change of their cluster.
 *
 * <p>Threading: one thread at a time.
 */
final class Departures {

    private final StatsTable stats;
    private final Map<String, ClusterEndpoints> clusters;
    private final List<EndpointState> busy = new ArrayList<>();

    /**
     * Nobody has left yet.
     *
     * @param clusters all there are, by name; read with every change
     */
    Departures(StatsTable stats, Map<String, ClusterEndpoints> clusters) {
        this.stats = stats;
        this.clusters = clusters;
    }

    /** A cluster goes on with other endpoints. */
    void changed(EndpointSet before, EndpointSet after) {
        if (stats.counts(StatsLevel.ENDPOINT)) {
            Set<EndpointState> staying = new HashSet<>(after.states());
            before.states().stream().filter(state -> !staying.contains(state)).forEach(this::leaves);
        }
    }

    /** A cluster is no more. */
    void gone(EndpointSet before) {
        before.states().forEach(this::leaves);
    }

    private void leaves(EndpointState state) {
        if (state.active() > 0) {
            busy.add(state);
        }
    }

    /** Retires the counters of endpoints that are in none of these clusters, which have changed, and those of clusters that are gone. */
    void retire(Set<String> changed) {
        if (!stats.counts(StatsLevel.ENDPOINT)) {
            return;
        }
        busy.removeIf(state -> state.active() == 0);
        Set<CallCounters> used = new HashSet<>();
        busy.forEach(state -> used.add(state.counters()));
        Map<String, Set<String>> names = new HashMap<>();
        stats.retire(counters -> !used.contains(counters) && isGone(counters, changed, names));
    }

    private boolean isGone(CallCounters counters, Set<String> changed, Map<String, Set<String>> names) {
        String name = counters.labels().get("cluster");
        ClusterEndpoints cluster = clusters.get(name);
        if (cluster == null) {
            return true;
        }
        return changed.contains(name)
                && !names.computeIfAbsent(name, of -> cluster.names())
                        .contains(counters.labels().get("endpoint"));
    }
}
