package io.twinmesh.backend.proxy;

import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.testkit.MeshBackendContract;

/** The sidecar, asked in its own process. */
final class SidecarBackendContractTest extends MeshBackendContract {

    @Override
    protected MeshBackendProvider provider() {
        return new ProxyBackendProvider();
    }

    @Override
    protected MeshConfig config() {
        return MeshConfig.builder("cart")
                .option("role", "sidecar")
                .option("outbound", "127.0.0.1:0")
                .option("workers", "1")
                .option("drain-ms", "0")
                .build();
    }

    @Override
    protected boolean decidesHere() {
        return true;
    }
}
