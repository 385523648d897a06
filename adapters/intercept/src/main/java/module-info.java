/** Transparent interception by the packet filter of the kernel. Needed by the {@code mesh} command, and by whoever installs the rules himself. */
module io.twinmesh.adapters.intercept {
    requires transitive io.twinmesh.api;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.twinmesh.adapters.intercept;
    exports io.twinmesh.adapters.intercept.model;
}
