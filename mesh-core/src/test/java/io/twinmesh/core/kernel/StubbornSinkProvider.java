package io.twinmesh.core.kernel;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSinkProvider;
import io.twinmesh.api.stats.StatsSource;
import org.jspecify.annotations.Nullable;

/** Where option {@code stubborn} is set, a sink that cannot be closed. */
public final class StubbornSinkProvider implements StatsSinkProvider {

    @Override
    public String id() {
        return "stubborn";
    }

    @Override
    public @Nullable StatsSink create(MeshConfig config) {
        return config.option("stubborn") == null ? null : new Stubborn();
    }

    private static final class Stubborn implements StatsSink {

        @Override
        public void start(StatsSource source) {}

        @Override
        public void close() {
            throw new IllegalStateException("stubborn");
        }
    }
}
