package io.twinmesh.benchmarks.rows;

import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Executables;
import io.twinmesh.benchmarks.process.Loopback;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What starting any process has in common. */
public final class ProxyStart {

    private static final Duration READY = Duration.ofSeconds(90);

    private ProxyStart() {}

    static Optional<String> missing(String program) {
        if (Executables.find(program).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(program.contains("/") ? program + " is no executable file" : "not on the PATH");
    }

    static void awaitConnect(ChildProcess child, int port) throws IOException, InterruptedException {
        if (!Loopback.awaitConnect(port, child, READY)) {
            throw new IOException("port " + port + ": takes no connection" + hint(child));
        }
    }

    /** Waits for its line {@code ready}. */
    public static void awaitReadyLine(ChildProcess child) throws IOException, InterruptedException {
        if (child.awaitLine(line -> line.strip().equals("ready"), READY).isEmpty()) {
            throw new IOException("standard output: no line 'ready'" + hint(child));
        }
    }

    private static String hint(ChildProcess child) {
        String state = child.alive() ? "still running" : "process ended";
        return ", " + state + " (expected: within " + READY.toSeconds() + " s, see " + child.name() + ".err)";
    }
}
