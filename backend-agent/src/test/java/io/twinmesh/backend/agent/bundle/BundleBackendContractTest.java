package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.MeshContext;
import io.twinmesh.testkit.MeshBackendContract;

/** What is in front of a bundle, with one bundle behind it. */
final class BundleBackendContractTest extends MeshBackendContract {

    /** Stands for the mesh that opens bundles. */
    private static final class Opening implements MeshBackendProvider {

        @Override
        public String id() {
            return "bundle";
        }

        @Override
        public MeshBackend create(MeshContext context) {
            BundleBackend backend = new BundleBackend(() -> 0);
            Side serving = Sides.of("v1", context.kernel());
            backend.watches().join(serving);
            backend.use(BundleBackend.Split.alone(serving));
            return backend;
        }
    }

    @Override
    protected MeshBackendProvider provider() {
        return new Opening();
    }

    @Override
    protected boolean isProvided() {
        return false;
    }

    @Override
    protected boolean decidesHere() {
        return true;
    }
}
