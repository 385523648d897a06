package io.twinmesh.testkit;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;

/** Creates a {@link FakeThrottler}. */
@Preview(since = "0.1")
public final class FakeThrottlerProvider implements ThrottlerProvider {

    /** For ServiceLoader. */
    public FakeThrottlerProvider() {}

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public Throttler create(MeshConfig config) {
        return new FakeThrottler();
    }
}
