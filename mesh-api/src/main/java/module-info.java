/**
 * The SPIs and the model of Twinmesh. Needed by every application that opens a mesh and by everyone who writes a
 * backend or an adapter; needs nothing but the JDK.
 */
module io.twinmesh.api {
    requires static transitive org.jspecify;

    exports io.twinmesh.api;
    exports io.twinmesh.api.config;
    exports io.twinmesh.api.model;
    exports io.twinmesh.api.routing;
    exports io.twinmesh.api.stats;
    exports io.twinmesh.api.throttling;
    exports io.twinmesh.api.upgrade;

    uses io.twinmesh.api.MeshRuntime; // the one `uses` outside mesh-core: docs/adr/0002
}
