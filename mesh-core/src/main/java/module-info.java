/**
 * The policy kernel. Needed at run time by every application that opens a mesh; only tools that ask a kernel questions need it to
 * compile. With the one exception in mesh-api, the only module that says `uses`.
 */
module io.twinmesh.core {
    requires transitive io.twinmesh.api;
    requires dagger;
    requires jakarta.inject;
    requires org.slf4j;
    requires re2j;
    requires static org.jspecify;

    exports io.twinmesh.core;

    uses io.twinmesh.api.MeshBackendProvider;
    uses io.twinmesh.api.config.ConfigSourceProvider;
    uses io.twinmesh.api.stats.StatsSinkProvider;
    uses io.twinmesh.api.throttling.ThrottlerProvider;

    provides io.twinmesh.api.MeshRuntime with
            io.twinmesh.core.kernel.CoreRuntime;
}
