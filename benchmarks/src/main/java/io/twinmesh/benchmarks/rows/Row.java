package io.twinmesh.benchmarks.rows;

import java.io.IOException;
import java.util.Optional;

/** One line of the comparison: something between the load generator and the echo server, or nothing. */
public interface Row {

    /** Name in tables, files and messages. */
    String name();

    /** Why the row cannot run here, as it is printed; empty if it can. */
    Optional<String> missing();

    /**
     * Starts it and waits until it takes traffic.
     *
     * @throws IOException if it does not become ready in time
     */
    RunningRow start(RowPlace place) throws IOException, InterruptedException;
}
