package io.twinmesh.backend.agent.bundle.engine;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;

/** Creates an engine that ends with an error when its bundle is about to be alone. */
public final class OverflowInPublishingProvider implements ThrottlerProvider {

    @Override
    public String id() {
        return "sentinel";
    }

    @Override
    public Throttler create(MeshConfig config) {
        return Overflowing.engine(2);
    }
}
