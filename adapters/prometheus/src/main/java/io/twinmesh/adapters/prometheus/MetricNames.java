package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.Set;

/** Names of metrics in the Prometheus convention. The client library adds {@code _total} to counters. */
final class MetricNames {

    /** Last words of a name that say that a number can go down as well as up. */
    private static final Set<String> GAUGE_WORDS =
            Set.of("active", "open", "current", "pending", "now", "size", "bytes", "ready", "seconds");

    private MetricNames() {}

    static String of(String name) {
        String legal = name.replaceAll("[^a-zA-Z0-9_]", "_");
        return PrometheusNaming.sanitizeMetricName("twinmesh_" + (legal.endsWith("_total") ? stem(legal) : legal));
    }

    static boolean isGauge(String name) {
        return GAUGE_WORDS.contains(name.substring(name.lastIndexOf('_') + 1));
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - "_total".length());
    }
}
