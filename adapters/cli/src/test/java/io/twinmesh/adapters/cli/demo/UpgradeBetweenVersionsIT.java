package io.twinmesh.adapters.cli.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.cli.AdminClient;
import io.twinmesh.adapters.cli.RunningSidecar;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A {@link PreviousBuild} and this one, one after the other in one sidecar: both ways, and back from probation. Whenever another process takes
 * over, a TCP connection is open and calls of a real Dubbo consumer are in flight, whose answers come when the other one serves.
 */
@Timeout(180)
class UpgradeBetweenVersionsIT {

    private static final Path DIST = Path.of("target/dist").toAbsolutePath();
    private static final Loopback LOOPBACK = Loopback.find();
    private static final HeldAnswers ANSWERS = new HeldAnswers();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CALLS = 3;
    private static final String CONNECTIONS = "4 connections taken over, 0 lanes refused";

    /** A limit that no call reaches, so that there are counts of it. */
    private static final String LIMIT = """
            [{"resource": "io.twinmesh.demo.api.Trade:quote(java.lang.String)", "grade": 1, "count": 1000}]
            """;

    @TempDir
    private static Path logs;

    private static Family family;
    private static Relay relay;

    @TempDir
    private Path work;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final int outbound = LOOPBACK.freePort();
    private final String admin = LOOPBACK.with(LOOPBACK.freePort());
    private final String metrics = LOOPBACK.with(LOOPBACK.freePort());
    private Child consumer;

    @BeforeAll
    static void startProvider() throws IOException {
        family = new Family(logs);
        int port = LOOPBACK.freePort();
        Child provider = family.start("provider", cast(DIST, logs).provider(port));
        relay = Relay.open(InetAddress.getByName(LOOPBACK.literal()), port, ANSWERS);
        provider.await("ready", 60);
    }

    @AfterAll
    static void endProvider() throws IOException {
        relay.close();
        family.close();
    }

    @AfterEach
    void endWhatWasStarted() throws Exception {
        ProcessHandle.of(Long.parseLong(situation("pid"))).ifPresent(ProcessHandle::destroyForcibly);
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static UpgradeCast cast(Path distribution, Path work) {
        UpgradeLoad load = new UpgradeLoad(1, 1, 1, 1, 1, 1, 300, false, 0);
        return new UpgradeCast(new DemoHome(distribution), load, work, LOOPBACK);
    }

    private String situation(String field) {
        return new RunningSidecar(UpgradeCast.ID, work).situation().getOrDefault(field, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol-1", "protocol-3"})
    void connectionsAndCallsGoOnBothWaysAndBack(String build) throws Exception {
        Path previous = PreviousBuild.layOut(build, DIST, work.resolve(build));
        Process first = startSidecar(previous);
        startConsumer();
        try (Socket socket = new Socket(LOOPBACK.literal(), outbound)) {
            exchange(socket, 1);
            withCallsInFlight(() -> upgradeTo(DIST));
            exchange(socket, 2);
            assertEquals(0, first.waitFor());
            withCallsInFlight(() -> upgradeTo(previous));
            exchange(socket, 3);

            Process trial = mesh("upgrade", "--to", DIST.toString(), "--probation", "60000");
            withCallsInFlight(() -> await().atMost(LONG).until(() -> situation("state"), "probation"::equals));
            exchange(socket, 4);
            withCallsInFlight(this::takeBack);
            exchange(socket, 5);
            assertEquals(1, trial.waitFor(), "exit status of an upgrade that was taken back");
        }
        assertEquals("3", situation("generation"));
        assertEquals(4 * CALLS, counter("dubbo_requests"));
        assertEquals(2, counter("downstream_accepted"), "nobody has connected again");
        assertEquals(List.of(), notTakenOver());
    }

    private Process startSidecar(Path distribution) throws IOException {
        UpgradeCast cast = cast(distribution, work);
        cast.writeRules(relay.port(), echoServer(), outbound);
        Files.writeString(work.resolve("rules/cart-flow-rules.json"), LIMIT);
        List<String> command = new ArrayList<>(cast.sidecar(outbound, admin));
        command.addAll(List.of("--metrics", metrics));
        Process sidecar = start(command);
        assertEquals("ready", sidecar.inputReader(StandardCharsets.UTF_8).readLine(), log());
        return sidecar;
    }

    private void startConsumer() {
        consumer = Child.start(
                "consumer",
                work,
                JavaCommand.of(
                        List.of(),
                        new DemoHome(DIST).plainClassPath(),
                        "io.twinmesh.demo.DemoConsumer",
                        "--url",
                        "dubbo://" + LOOPBACK.with(outbound) + "/" + UpgradeCast.TRADE,
                        "--timeout",
                        "60000"));
        opened.add(consumer);
        consumer.await("ready", 60);
    }

    private interface Action {
        void run() throws Exception;
    }

    private void withCallsInFlight(Action upgrade) throws Exception {
        consumer.tell("start held quote arg=book threads=" + CALLS + " count=" + CALLS);
        await().until(() -> ANSWERS.count() == CALLS);
        upgrade.run();
        ANSWERS.letGo();
        consumer.tell("stop held");
        String result = consumer.await("{", 60);
        assertTrue(result.contains("\"ok\":{\"v1\":" + CALLS + "},\"errors\":{}"), result);
    }

    private void upgradeTo(Path distribution) throws Exception {
        assertEquals(0, mesh("upgrade", "--to", distribution.toString()).waitFor(), log());
        await().until(() -> situation("state"), "serving"::equals);
        assertEquals(CONNECTIONS, situation("last"));
    }

    private void takeBack() throws Exception {
        assertEquals(0, mesh("upgrade", "--back").waitFor(), log());
        assertEquals("handed back", situation("last"));
    }

    /** What the log says of parts that have begun anew. Both builds have all the parts that this one has. */
    private List<String> notTakenOver() throws IOException {
        return log().lines().filter(line -> line.contains("is not taken over")).toList();
    }

    private long counter(String name) {
        return new AdminClient(admin)
                .page("/stats")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static void exchange(Socket socket, long number) throws IOException {
        new DataOutputStream(socket.getOutputStream()).writeLong(number);
        assertEquals(number, new DataInputStream(socket.getInputStream()).readLong());
    }

    private int echoServer() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(LOOPBACK.literal()));
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

    private Process mesh(String verb, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(DIST.resolve("bin/mesh").toString(), verb));
        command.addAll(List.of("--id", UpgradeCast.ID, "--run-dir", work.toString()));
        command.addAll(List.of(words));
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
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
}
