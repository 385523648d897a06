/**
 * The backend that decides inside the application. Put on the path by whoever deploys; exports nothing.
 */
module io.twinmesh.backend.agent {
    requires io.twinmesh.api;
    requires dagger;
    requires jakarta.inject;
    requires org.slf4j;
    requires static org.jspecify;

    provides io.twinmesh.api.MeshBackendProvider with
            io.twinmesh.backend.agent.AgentBackendProvider;
    provides io.twinmesh.api.MeshRuntime with
            io.twinmesh.backend.agent.bundle.BundleRuntime;
}
