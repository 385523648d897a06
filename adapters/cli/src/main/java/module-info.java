/** The {@code mesh} command. Needed by nobody else: it is started, not called. */
module io.twinmesh.adapters.cli {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires static io.twinmesh
            .adapters
            .intercept; // without its jar 'mesh intercept' says so, and the other commands work
    requires io.twinmesh.api;
    requires io.twinmesh.core;
    requires static org.jspecify;

    opens io.twinmesh.adapters.cli to
            info.picocli;
    opens io.twinmesh.adapters.cli.demo to
            info.picocli;
    opens io.twinmesh.adapters.cli.intercept to
            info.picocli;
}
