/**
 * Statistics for a Prometheus server to scrape. Put on the path by whoever runs one.
 */
module io.twinmesh.adapters.prometheus {
    requires io.twinmesh.api;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text; // the jar prometheus-metrics-exposition-textformats
    requires static org.jspecify;
    requires org.slf4j;
}
