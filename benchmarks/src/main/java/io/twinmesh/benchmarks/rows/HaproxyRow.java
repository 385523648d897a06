package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Executables;
import io.twinmesh.benchmarks.process.Loopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** HAProxy as a byte copier: TCP mode, one thread. */
public final class HaproxyRow implements Row {

    /** Its name, by which the report finds it. */
    public static final String NAME = "haproxy";

    private static final String CONFIGURATION = """
            global
                nbthread 1
                maxconn 5000
            defaults
                mode tcp
                timeout connect 5s
                timeout client 300s
                timeout server 300s
            listen bench
                bind 127.0.0.1:%d
                server echo 127.0.0.1:%d
            """;

    private final String program;

    /** HAProxy under this name on the PATH, or at this file. */
    public HaproxyRow(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> missing() {
        return ProxyStart.missing(program);
    }

    @Override
    public RunningRow start(RowPlace place) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        Path file = place.folder().resolve("haproxy.cfg");
        Files.writeString(file, CONFIGURATION.formatted(port, place.upstreamPort()));
        Path binary = Executables.find(program).orElseThrow();
        ChildProcess child = place.children().start(NAME, List.of(binary.toString(), "-db", "-f", file.toString()));
        ProxyStart.awaitConnect(child, port);
        return RunningRow.proxy(NAME, port, child);
    }
}
