package io.twinmesh.backend.agent.bundle.engine;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;

/** Creates an engine that throws. */
public final class ThrowingProvider implements ThrottlerProvider {

    @Override
    public String id() {
        return "sentinel";
    }

    @Override
    public Throttler create(MeshConfig config) {
        return new BadThrottler(() -> {
            throw new IllegalStateException("engine out of order");
        });
    }
}
