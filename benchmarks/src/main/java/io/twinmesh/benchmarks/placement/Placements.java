package io.twinmesh.benchmarks.placement;

import io.twinmesh.benchmarks.dubbo.EchoConsumer;
import io.twinmesh.benchmarks.dubbo.EchoProvider;
import io.twinmesh.benchmarks.dubbo.EchoService;
import io.twinmesh.benchmarks.dubbo.FixedAddress;
import io.twinmesh.benchmarks.process.Application;
import io.twinmesh.benchmarks.process.ChildProcess;
import io.twinmesh.benchmarks.process.Children;
import io.twinmesh.benchmarks.process.Loopback;
import io.twinmesh.benchmarks.rows.BenchRules;
import io.twinmesh.benchmarks.rows.ProxyStart;
import io.twinmesh.benchmarks.rows.RowPlace;
import io.twinmesh.benchmarks.rows.RunningRow;
import io.twinmesh.benchmarks.rows.SidecarCommand;
import io.twinmesh.benchmarks.rows.SidecarRow;
import io.twinmesh.benchmarks.wire.EchoCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts one provider and the consumers that call it. The flow rule lets no call through until it is told otherwise. */
final class Placements {

    private static final String REGISTRY = "-Ddubbo.registry.address=";
    private static final String MESH = REGISTRY + "twinmesh://mesh";

    private final Children children;
    private final Distribution jars;
    private final SidecarCommand sidecar;
    private final Path folder;
    private final BenchRules rules;
    private final int port;

    /** @param folder where rules and Sentinel's logs go */
    Placements(Children children, Distribution jars, SidecarCommand sidecar, Path folder) throws IOException {
        this.children = children;
        this.jars = jars;
        this.sidecar = sidecar;
        this.folder = folder.toAbsolutePath();
        this.rules = new BenchRules(folder.resolve("rules"), EchoService.class.getName());
        this.port = Loopback.freePort();
        rules.route(port);
        rules.permitNone();
    }

    BenchRules rules() {
        return rules;
    }

    ChildProcess provider() throws IOException, InterruptedException {
        List<String> arguments = List.of("--port", Integer.toString(port));
        return ready(
                "provider", new Application(options(List.of()), jars.plainClassPath(), EchoProvider.class, arguments));
    }

    PlacedConsumer consumer(Placement placement) throws IOException, InterruptedException {
        Optional<RunningRow> beside = placement == Placement.SIDECAR ? Optional.of(sidecar()) : Optional.empty();
        Application application =
                switch (placement) {
                    case DIRECT, DIRECT_AGAIN ->
                        consumer(List.of(), jars.plainClassPath(), List.of("--port", Integer.toString(port)));
                    case REGISTRY ->
                        consumer(List.of(REGISTRY + FixedAddress.ofPort(port)), jars.plainClassPath(), List.of());
                    case IN_PROCESS ->
                        consumer(
                                List.of(MESH, "-Dtwinmesh.rules=" + rules.folder()),
                                jars.classPath("agent"),
                                List.of());
                    case SIDECAR ->
                        consumer(
                                List.of(
                                        MESH,
                                        "-Dtwinmesh.sidecar=127.0.0.1:"
                                                + beside.orElseThrow().port()),
                                jars.classPath("proxy"),
                                List.of());
                };
        ChildProcess process = ready("consumer-" + placement.title().replace(' ', '-'), application);
        return new PlacedConsumer(placement, process, beside.flatMap(RunningRow::process));
    }

    private Application consumer(List<String> options, String classPath, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("--application", EchoCall.APPLICATION));
        words.addAll(arguments);
        return new Application(options(options), classPath, EchoConsumer.class, words);
    }

    /** What Dubbo's serialization asks for on a JDK of today, and quiet logs. */
    private List<String> options(List<String> further) {
        List<String> options = new ArrayList<>(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.math=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Ddubbo.application.logger=slf4j",
                "-Ddubbo.service.shutdown.wait=100",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dcsp.sentinel.log.dir=" + folder.resolve("sentinel-logs"),
                "-Duser.home=" + folder));
        options.addAll(further);
        return options;
    }

    private RunningRow sidecar() throws IOException, InterruptedException {
        return new SidecarRow(sidecar).start(new RowPlace(children, port, folder), rules.folder());
    }

    private ChildProcess ready(String name, Application application) throws IOException, InterruptedException {
        ChildProcess child = children.start(name, application);
        ProxyStart.awaitReadyLine(child);
        return child;
    }
}
