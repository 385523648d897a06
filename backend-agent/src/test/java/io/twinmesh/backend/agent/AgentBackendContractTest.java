package io.twinmesh.backend.agent;

import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.testkit.MeshBackendContract;

final class AgentBackendContractTest extends MeshBackendContract {

    @Override
    protected MeshBackendProvider provider() {
        return new AgentBackendProvider();
    }

    @Override
    protected boolean decidesHere() {
        return true;
    }
}
