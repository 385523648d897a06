package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the processes of one backend's run.
 *
 * <p>Beside a sidecar: consumers, their sidecar, a sidecar in front of each provider, providers. In process: consumers and providers with
 * the same rules inside them.
 */
final class Scene {

    private static final int READY_LOOKS = 30;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final List<String> VERSIONS = List.of("v1", "v2");

    private final DemoHome home;
    private final Loopback loopback;
    private final Family family;
    private final Path work;
    private final Consumer<String> progress;
    private final List<Child> starting = new ArrayList<>();

    Scene(DemoHome home, Loopback loopback, Family family, Path work, Consumer<String> progress) {
        this.home = home;
        this.loopback = loopback;
        this.family = family;
        this.work = work;
        this.progress = progress;
    }

    Stage open(Backend backend, boolean quick, Consumer<Row> report) {
        Stage stage = backend == Backend.SIDECAR ? sidecars(quick, report) : inProcess(quick, report);
        for (Child child : starting) {
            awaitReady(child);
        }
        return stage;
    }

    private void awaitReady(Child child) {
        for (int waits = 0; !child.says("ready", LOOK); waits++) {
            progress.accept("waiting for " + child.name());
            if (waits >= READY_LOOKS) {
                throw CommandFailure.failed(child.name() + ": not ready within " + READY_LOOKS * LOOK.toSeconds()
                        + " s (its log: " + work.resolve(child.name() + ".log") + ")");
            }
        }
        progress.accept(child.name() + " is ready");
    }

    private Stage sidecars(boolean quick, Consumer<Row> report) {
        List<Integer> inbound = List.of(loopback.freePort(), loopback.freePort());
        LiveRules rules = rules(inbound);
        for (int i = 0; i < VERSIONS.size(); i++) {
            String version = VERSIONS.get(i);
            int port = provider(version, List.of(), home.plainClassPath());
            String route = loopback.with(inbound.get(i)) + "=" + loopback.with(port);
            sidecar("sidecar-" + version, "shop", rules, List.of("--inbound", route));
        }
        String outbound = loopback.with(loopback.freePort());
        sidecar(
                "sidecar-cart",
                "cart",
                rules,
                List.of("--outbound", outbound, "--admin", loopback.with(loopback.freePort())));
        String url = "dubbo://" + outbound;
        return new Stage(
                consumer(
                        "cart",
                        List.of("-Ddubbo.registry.address=twinmesh://mesh", "-Dtwinmesh.sidecar=" + outbound),
                        home.classPath("proxy"),
                        null),
                consumer("billing", List.of(), home.plainClassPath(), url),
                consumer("legacy", List.of(), home.legacyClassPath(), url + "/io.twinmesh.demo.api.Trade"),
                rules,
                quick,
                report);
    }

    private Stage inProcess(boolean quick, Consumer<Row> report) {
        List<Integer> ports = List.of(loopback.freePort(), loopback.freePort());
        LiveRules rules = rules(ports);
        String where = "-Dtwinmesh.rules=" + rules.directory();
        for (int i = 0; i < VERSIONS.size(); i++) {
            provider(VERSIONS.get(i), ports.get(i), List.of(where), home.classPath("agent"));
        }
        List<String> consumer = List.of(where, "-Ddubbo.registry.address=twinmesh://mesh");
        return new Stage(
                consumer("cart", consumer, home.classPath("agent"), null),
                consumer("billing", consumer, home.classPath("agent"), null),
                null,
                rules,
                quick,
                report);
    }

    private LiveRules rules(List<Integer> ports) {
        return LiveRules.copy(home.rules(), work.resolve("rules"), loopback.literal(), ports);
    }

    private int provider(String version, List<String> options, String classPath) {
        int port = loopback.freePort();
        provider(version, port, options, classPath);
        return port;
    }

    private void provider(String version, int port, List<String> options, String classPath) {
        start(
                "provider-" + version,
                JavaCommand.of(
                        options,
                        classPath,
                        "io.twinmesh.demo.DemoProvider",
                        "--application",
                        "shop",
                        "--name",
                        version,
                        "--host",
                        loopback.literal(),
                        "--port",
                        String.valueOf(port)));
    }

    private Shopper consumer(String application, List<String> options, String classPath, @Nullable String url) {
        List<String> words = new ArrayList<>(List.of("--application", application));
        if (url != null) {
            words.addAll(List.of("--url", url));
        }
        return new Shopper(start(
                application,
                JavaCommand.of(options, classPath, "io.twinmesh.demo.DemoConsumer", words.toArray(String[]::new))));
    }

    private void sidecar(String name, String application, LiveRules rules, List<String> options) {
        List<String> command =
                new ArrayList<>(List.of(home.launcher().toString(), "sidecar", "--application", application));
        command.addAll(List.of("--rules", rules.directory().toString(), "--id", name, "--run-dir", work.toString()));
        command.addAll(
                List.of("--parent", String.valueOf(ProcessHandle.current().pid())));
        command.addAll(options);
        start(name, command);
    }

    private Child start(String name, List<String> command) {
        Child child = family.start(name, command);
        starting.add(child);
        return child;
    }
}
