package io.twinmesh.backend.proxy;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.upgrade.Steps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.logging.Logger;

/**
 * A sidecar in a process of its own that stops at one step of an upgrade until it is told to go on. Says on its standard output what becomes
 * of it: {@code serving}, {@code at} a step, {@code refused} or {@code ended}; hears {@code arm} with a step, and {@code go}.
 */
final class SteppingSidecar {

    static final int REFUSED = 3;

    private final PrintStream out = System.out;
    private final Semaphore go = new Semaphore(0);
    private volatile String armed;

    private SteppingSidecar(String armed) {
        this.armed = armed;
    }

    /** Arguments: run directory, port, endpoint of calls, endpoint of streams, probation, patience, step. */
    public static void main(String[] arguments) {
        SteppingSidecar self = new SteppingSidecar(arguments[6]);
        System.setOut(System.err);
        Logger.getLogger("sidecar")
                .warning("starts"); // what a line of the log needs is in files, which it may not be able to open later
        Steps.watch(self::at);
        Thread ears = new Thread(self::listen, "ears");
        ears.setDaemon(true);
        ears.start();
        self.run(arguments);
    }

    private void run(String[] arguments) {
        try {
            MeshConfig config = MeshConfig.builder("test")
                    .option("role", "sidecar")
                    .option("id", "m")
                    .option("run-dir", arguments[0])
                    .option("outbound", "127.0.0.1:" + arguments[1])
                    .option("workers", "2")
                    .option("probation-ms", arguments[4])
                    .option("upgrade-step-ms", arguments[5])
                    .option("upgrade-drill-ms", "200")
                    .option("drain-ms", "3000")
                    .build();
            FakeKernel kernel = kernel(endpoint(arguments[2]), endpoint(arguments[3]));
            try (var backend = new ProxyBackendProvider().create(Sidecar.context(config, kernel))) {
                say("serving");
                backend.ended().toCompletableFuture().join();
            }
            say("ended");
            System.exit(0);
        } catch (MeshConfigurationException e) {
            say("refused " + e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static FakeKernel kernel(Endpoint calls, Endpoint streams) {
        return new FakeKernel(
                request -> new Decision.Forward("fake", request.protocol() == Protocol.TCP ? streams : calls));
    }

    private static Endpoint endpoint(String text) {
        InetSocketAddress address = Addresses.parse("test", text);
        return Endpoint.of(address.getAddress().getHostAddress(), address.getPort());
    }

    private void at(String step) {
        if (step.equals(armed)) {
            armed = "";
            say("at " + step);
            go.acquireUninterruptibly();
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Whoever started this process is gone when nothing more can come. */
    private void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("go")) {
                    go.release();
                } else {
                    armed = line.substring("arm ".length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
