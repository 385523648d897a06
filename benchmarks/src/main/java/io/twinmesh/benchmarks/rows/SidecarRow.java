package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Loopback;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sidecar, with routing, statistics and one flow rule on. It says {@code ready} on standard output. */
public final class SidecarRow implements Row {

    /** Its name in tables. */
    public static final String NAME = "twinmesh sidecar";

    private static final String PROCESS = "sidecar";

    private final SidecarCommand command;

    /** A sidecar started by this command. */
    public SidecarRow(SidecarCommand command) {
        this.command = command;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> missing() {
        return ProxyStart.missing(command.program());
    }

    @Override
    public RunningRow start(RowPlace place) throws IOException, InterruptedException {
        return start(place, BenchRules.write(place.folder().resolve("sidecar-rules"), place.upstreamPort()));
    }

    /** Starts it with rules that are there already. */
    public RunningRow start(RowPlace place, Path rules) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        List<String> filled = command.fill(rules, port, Loopback.freePort(), place.upstreamPort());
        ChildProcess child = place.children().start(PROCESS, filled);
        ProxyStart.awaitReadyLine(child);
        ProxyStart.awaitConnect(child, port);
        return RunningRow.proxy(NAME, port, child);
    }
}
