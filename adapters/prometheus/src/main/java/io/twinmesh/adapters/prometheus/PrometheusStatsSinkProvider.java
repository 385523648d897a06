package io.twinmesh.adapters.prometheus;

import io.twinmesh.api.Internal;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics} where the option {@code metrics=HOST:PORT} asks for it. With the option {@code id}, which makes a process one that
 * can be upgraded, a port that is taken is waited for.
 */
@Internal(since = "0.1")
public final class PrometheusStatsSinkProvider implements StatsSinkProvider {

    @Override
    public String id() {
        return "prometheus";
    }

    @Override
    public @Nullable StatsSink create(MeshConfig config) {
        String address = config.option("metrics");
        boolean upgradable = config.option("id") != null;
        return address == null ? null : new PrometheusSink(ListenAddress.parse(address), upgradable);
    }
}
