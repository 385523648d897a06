/**
 * Throttling by Sentinel rules. Put on the path by whoever has such rules.
 */
module io.twinmesh.adapters.sentinel {
    requires io.twinmesh.api;
    requires com.fasterxml.jackson.databind;
    requires io.twinmesh.shaded.sentinel;
    requires jdk.unsupported; // without it Sentinel swallows an error and lets every call pass
    requires static org.jspecify;
    requires org.slf4j;
}
