package io.twinmesh.benchmarks.rows;

/** How connections come to the measured sidecar. The name in lower case is that of the row. */
public enum WayIn {
    /** Clients connect to it. */
    EXPLICIT,
    /** The rules of {@code mesh intercept} in the mangle table catch them. */
    TPROXY,
    /** A rule in the nat table sends them to the listener that clients of {@link #EXPLICIT} connect to. */
    REDIRECT
}
