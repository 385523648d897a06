package io.twinmesh.backend.agent;

import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.Stable;

/** Creates the in-process backend. */
@Stable(since = "0.1")
public final class AgentBackendProvider implements MeshBackendProvider {

    @Override
    public String id() {
        return "agent";
    }

    @Override
    public MeshBackend create(MeshContext context) {
        return DaggerAgentComponent.factory().create(context.kernel()).backend();
    }
}
