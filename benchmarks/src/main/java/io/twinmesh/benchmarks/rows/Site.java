package io.twinmesh.benchmarks.rows;

import java.util.List;

/**
 * Where the load generator of a row runs and whom it calls.
 *
 * @param prefix words before its command line that lead into a network namespace; none for this one
 * @param address it connects to
 */
public record Site(List<String> prefix, String address) {

    /** On this machine's own loopback. */
    public static final Site HERE = new Site(List.of(), "127.0.0.1");

    public Site {
        prefix = List.copyOf(prefix);
    }
}
