package io.twinmesh.backend.agent.bundle.engine;

import io.twinmesh.api.Decision;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;

/** Creates an engine that lets nothing pass. */
public final class RejectingProvider implements ThrottlerProvider {

    @Override
    public String id() {
        return "sentinel";
    }

    @Override
    public Throttler create(MeshConfig config) {
        return new BadThrottler(() -> Decision.Reject.of(RejectReason.THROTTLED, "limit: 0 (expected: none)"));
    }
}
