package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.echo.EchoServer;
import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.rows.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The echo server that every row ends at, as a process that takes connections. */
record Echo(ChildProcess process, int port) {

    private static final Duration READY = Duration.ofSeconds(20);

    /**
     * Starts it and waits until it takes connections.
     *
     * @param site where it runs and the address it listens on
     */
    static Echo start(Children children, Site site) throws IOException, InterruptedException {
        List<String> arguments = List.of("--end-with-parent", "--address", site.address());
        ChildProcess process = children.startJava("echo", site.prefix(), EchoServer.class, arguments);
        int port = process.awaitLine(line -> line.startsWith("ready "), READY)
                .map(line -> Integer.parseInt(line.substring("ready ".length())))
                .orElseThrow(() -> new IOException("echo server: no line 'ready PORT' (see echo.err)"));
        return new Echo(process, port);
    }
}
