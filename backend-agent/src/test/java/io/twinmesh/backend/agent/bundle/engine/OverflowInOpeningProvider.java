package io.twinmesh.backend.agent.bundle.engine;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;

/** Creates an engine that ends with an error when its bundle is opened. */
public final class OverflowInOpeningProvider implements ThrottlerProvider {

    @Override
    public String id() {
        return "sentinel";
    }

    @Override
    public Throttler create(MeshConfig config) {
        return Overflowing.engine(0);
    }
}
