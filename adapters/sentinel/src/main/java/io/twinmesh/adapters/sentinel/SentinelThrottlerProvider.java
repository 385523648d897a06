package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.Stable;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;

/**
 * Creates {@code sentinel}, the throttler for Sentinel's rules. Every mesh may have one; they share nothing but the process that system
 * rules are about. Where the option {@code loader.own} says that the mesh has its class loader for itself, Sentinel's own threads end with it.
 */
@Stable(since = "0.1")
public final class SentinelThrottlerProvider implements ThrottlerProvider {

    static final String ID = "sentinel";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Throttler create(MeshConfig config) {
        boolean alone = Boolean.parseBoolean(config.option("loader.own", "false"));
        return new SentinelThrottler(config.application(), ResourceNames.of(config), alone);
    }
}
