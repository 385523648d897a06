package io.twinmesh.benchmarks.placement;

import io.twinmesh.benchmarks.dubbo.Window;
import io.twinmesh.benchmarks.dubbo.WindowResult;
import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A consumer that runs.
 *
 * @param sidecar the sidecar it hands its calls to, if there is one
 */
record PlacedConsumer(Placement placement, ChildProcess process, Optional<ChildProcess> sidecar) {

    private static final Duration SLACK = Duration.ofSeconds(20);

    /** Has it make the calls of a window. */
    WindowResult run(Window window) throws IOException, InterruptedException {
        process.tell(window.line());
        return process.awaitLine(line -> line.startsWith("{"), window.length().plus(SLACK))
                .map(WindowResult::parse)
                .orElseThrow(() -> new IOException(process.name() + ": no result (see " + process.name() + ".err)"));
    }

    Usage usage() {
        return Usage.of(process.pid());
    }

    Usage sidecarUsage() {
        return sidecar.map(ChildProcess::pid).map(Usage::of).orElse(Usage.NONE);
    }
}
