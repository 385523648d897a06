/**
 * Rules written as Istio documents, from files. Put on the path by whoever has such rules.
 */
module io.twinmesh.adapters.istio {
    requires re2j;
    requires transitive io.twinmesh.api;
    requires static org.jspecify;
    requires org.snakeyaml.engine.v2;

    exports io.twinmesh.adapters.istio;

    provides io.twinmesh.api.config.ConfigSourceProvider with
            io.twinmesh.adapters.istio.DirectorySourceProvider;
}
