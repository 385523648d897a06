/**
 * The backend that runs the mesh inside the application. Put on the path by whoever deploys; exports nothing.
 */
module io.twinmesh.backend.agent {
    requires io.twinmesh.api;
    requires dagger;
    requires jakarta.inject;
    requires static org.jspecify;
    requires org.slf4j;
}
