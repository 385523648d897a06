package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Usage;
import java.util.Optional;

/**
 * A row that takes traffic.
 *
 * @param name the row's name
 * @param site where the load comes from and the address it goes to
 * @param port the port the load goes to
 * @param process the proxy process; empty if nothing stands between load and echo server
 */
public record RunningRow(String name, Site site, int port, Optional<ChildProcess> process) {

    /** A row with a proxy process that listens on {@code port} of 127.0.0.1. */
    static RunningRow proxy(String name, int port, ChildProcess process) {
        return new RunningRow(name, Site.HERE, port, Optional.of(process));
    }

    /** What the proxy process has used so far; nothing if there is none. */
    public Usage usage() {
        return process.map(ChildProcess::pid).map(Usage::of).orElse(Usage.NONE);
    }
}
