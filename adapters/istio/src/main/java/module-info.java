/**
 * Rules written as Istio documents, from files. Put on the path by whoever has such rules.
 */
module io.twinmesh.adapters.istio {
    requires io.twinmesh.api;
    requires static org.jspecify;
    requires org.slf4j;
    requires org.snakeyaml.engine.v2;
}
