package io.twinmesh.adapters.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build in {@code previous/} of the test resources and this one, one after the other in one sidecar, both ways. The previous build is frozen: its
 * own jars, with the libraries of today. A release replaces it by itself.
 */
@Timeout(180)
class UpgradeBetweenVersionsIT {

    private static final Path DIST = Path.of("target/dist").toAbsolutePath();
    private static final Path PREVIOUS = Path.of("src/test/resources/previous").toAbsolutePath();

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path work;

    private Path previous;

    @BeforeEach
    void layOutThePreviousDistribution() throws IOException {
        previous = work.resolve("previous");
        try (Stream<Path> files = Files.walk(DIST)) {
            for (Path file :
                    files.filter(file -> !file.startsWith(DIST.resolve("cds"))).toList()) {
                Files.copy(file, previous.resolve(DIST.relativize(file).toString()));
            }
        }
        try (Stream<Path> jars = Files.list(PREVIOUS)) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Path target = previous.resolve("lib").resolve(jar.getFileName());
                assertTrue(Files.deleteIfExists(target), target + " (expected: a jar of this name in this build, too)");
                Files.copy(jar, target);
            }
        }
    }

    @AfterEach
    void endWhatWasStarted() throws Exception {
        ProcessHandle.of(Long.parseLong(situation().getOrDefault("pid", "0")))
                .ifPresent(ProcessHandle::destroyForcibly);
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Map<String, String> situation() {
        return new RunningSidecar("versions", work).situation();
    }

    @Test
    void aConnectionSurvivesTheWayToThisBuildAndTheWayBack() throws Exception {
        int port = freePort();
        writeRules(echoServer(), port);
        Process first = start(
                previous,
                List.of(
                        "sidecar",
                        "--rules",
                        work.resolve("rules").toString(),
                        "--application",
                        "cart",
                        "--id",
                        "versions",
                        "--run-dir",
                        work.toString(),
                        "--probation",
                        "300",
                        "--outbound",
                        "127.0.0.1:" + port));
        assertEquals("ready", first.inputReader(StandardCharsets.UTF_8).readLine(), log());

        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            exchange(socket, 1);
            upgradeTo(DIST);
            exchange(socket, 2);
            upgradeTo(previous);
            exchange(socket, 3);
        }
        assertEquals("3", situation().get("generation"));
        assertEquals(0, first.waitFor());
    }

    private void upgradeTo(Path distribution) throws Exception {
        Process upgrade = start(
                DIST,
                List.of("upgrade", "--id", "versions", "--run-dir", work.toString(), "--to", distribution.toString()));
        assertEquals(0, upgrade.waitFor(), log());
        await().until(() -> situation().getOrDefault("state", "").equals("serving"));
        assertTrue(
                situation().getOrDefault("last", "").startsWith("2 connections taken over"),
                situation().toString());
    }

    private static void exchange(Socket socket, long number) throws IOException {
        new DataOutputStream(socket.getOutputStream()).writeLong(number);
        assertEquals(number, new DataInputStream(socket.getInputStream()).readLong());
    }

    private int echoServer() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(server);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // the test has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    private void writeRules(int echo, int port) throws IOException {
        Path rules = Files.createDirectory(work.resolve("rules"));
        Files.writeString(rules.resolve("echo.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: echo}
                spec:
                  hosts: [echo.demo]
                  ports: [{number: 7, name: tcp, protocol: TCP}]
                  resolution: STATIC
                  endpoints: [{address: "127.0.0.1", ports: {tcp: %d}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: echo}
                spec:
                  hosts: [echo.demo]
                  tcp: [{match: [{port: %d}], route: [{destination: {host: echo.demo}}]}]
                """.formatted(echo, port));
    }

    private Process start(Path distribution, List<String> words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("bin/mesh").toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        opened.add(process::destroyForcibly);
        return process;
    }

    private String log() throws IOException {
        return Files.readString(work.resolve("log"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
