/** Serves the numbers of a mesh to Prometheus. Put its jar on the path and set the option {@code metrics=HOST:PORT}. */
module io.twinmesh.adapters.prometheus {
    requires io.twinmesh.api;
    requires static transitive org.jspecify;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jdk.httpserver;
    requires org.slf4j;

    provides io.twinmesh.api.stats.StatsSinkProvider with
            io.twinmesh.adapters.prometheus.PrometheusStatsSinkProvider;
}
