package io.twinmesh.backend.proxy;

import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.testkit.MeshBackendContract;

/** The thin client in the application. */
final class ClientBackendContractTest extends MeshBackendContract {

    @Override
    protected MeshBackendProvider provider() {
        return new ProxyBackendProvider();
    }

    @Override
    protected boolean decidesHere() {
        return false;
    }
}
