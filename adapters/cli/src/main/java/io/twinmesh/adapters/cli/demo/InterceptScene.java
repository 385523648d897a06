package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Starts the processes of the scenario {@code intercept}: in the peer two providers and a plain TCP server, in the pod a transparent sidecar, and
 * consumers whose url is v1's address.
 */
final class InterceptScene {

    private static final String TRADE = "io.twinmesh.demo.api.Trade";
    private static final String PORT = "20880";
    private static final String PLAIN_PORT = "20890";
    private static final String OUTBOUND_PORT = "15001";
    private static final String ADMIN_PORT = "15000";
    private static final String RULES = "intercept.yaml";

    private final DemoHome home;
    private final Cable cable;
    private final Family family;
    private final Path work;

    InterceptScene(DemoHome home, Cable cable, Family family, Path work) {
        this.home = home;
        this.cable = cable;
        this.family = family;
        this.work = work;
    }

    Child provider(String version, String address) {
        return family.start(
                "provider-" + version,
                cable.inPeer(java(
                        home.plainClassPath(), "DemoProvider", "--name", version, "--host", address, "--port", PORT)));
    }

    Child plainServer() {
        return family.start(
                "plain-server",
                cable.inPeer(java(home.plainClassPath(), "DemoSocket", "--host", Cable.FIRST, "--port", PLAIN_PORT)));
    }

    Child plainClient() {
        return family.start("plain-client", cable.inPod(java(home.plainClassPath(), "DemoSocket")));
    }

    /** The same command line every time; only the log has another name. */
    Child consumer(String name, String classPath) {
        String url = "dubbo://" + Cable.FIRST + ":" + PORT + "/" + TRADE;
        return family.start(name, cable.inPod(java(classPath, "DemoConsumer", "--application", "cart", "--url", url)));
    }

    private static List<String> java(String classPath, String main, String... words) {
        return JavaCommand.of(List.of(), classPath, "io.twinmesh.demo." + main, words);
    }

    Child sidecar() {
        return family.start(
                "sidecar",
                cable.inPod(mesh(
                        "sidecar",
                        "--rules",
                        rules().toString(),
                        "--application",
                        "cart",
                        "--outbound",
                        "[::]:" + OUTBOUND_PORT,
                        "--outbound-mode",
                        "transparent",
                        "--admin",
                        "127.0.0.1:" + ADMIN_PORT,
                        "--parent",
                        String.valueOf(ProcessHandle.current().pid()))));
    }

    private List<String> mesh(String... words) {
        return Stream.concat(Stream.of(home.launcher().toString()), Stream.of(words))
                .toList();
    }

    private Path rules() {
        try {
            Path rules = Files.createDirectories(work.resolve("rules"));
            Files.writeString(rules.resolve("rules.yaml"), text().replace("SECOND", Cable.SECOND));
            return rules;
        } catch (IOException e) {
            throw CommandFailure.failed("demo: rules: " + e.getMessage());
        }
    }

    private static String text() throws IOException {
        try (InputStream text = Objects.requireNonNull(InterceptScene.class.getResourceAsStream(RULES), RULES)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void apply() {
        cable.done(mesh("intercept", "apply", "--outbound-port", OUTBOUND_PORT, "--outbound", "20880-20899"));
    }

    void remove() {
        cable.done(mesh("intercept", "remove"));
    }

    /** Where the plain client says something to the plain server. */
    static String plain(String text) {
        return Cable.FIRST + " " + PLAIN_PORT + " " + text;
    }

    /** Where the plain client reads the sidecar's counters. */
    static String counters() {
        return "127.0.0.1 " + ADMIN_PORT + " GET /stats HTTP/1.0";
    }
}
