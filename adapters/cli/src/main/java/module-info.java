/**
 * The mesh command. Needed by nobody else: it is started, not called.
 */
module io.twinmesh.adapters.cli {
    requires io.twinmesh.api;
    requires com.fasterxml.jackson.databind;
    requires dagger;
    requires info.picocli;
    requires jakarta.inject;
    requires static org.jspecify;
    requires org.slf4j;
}
