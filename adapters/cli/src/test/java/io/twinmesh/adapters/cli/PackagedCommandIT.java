package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution, started by its launcher as a user starts it: {@code analyze} and {@code explain} prove the module path, {@code sidecar} the
 * class path. What Maven puts on the paths of unit tests proves neither.
 */
@Timeout(120)
class PackagedCommandIT {

    private static final Path DIST = Path.of("target/dist").toAbsolutePath();
    private static final String TRADE = "io.twinmesh.demo.api.Trade";

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path work;

    private Path rules;
    private String options = "";

    @BeforeEach
    void copyRules() throws IOException {
        rules = Files.createDirectory(work.resolve("rules"));
        for (String file : new String[] {"endpoints.yaml", "routes.yaml", "shop-flow-rules.json"}) {
            Files.copy(DIST.resolve("demo/rules").resolve(file), rules.resolve(file));
        }
    }

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void answersOnTheModulePath() throws Exception {
        Process analyze = mesh("analyze", rules.toString());
        assertEquals(0, analyze.waitFor(), log());
        assertTrue(output(analyze).contains("valid, 7 rules"));

        Process explain = mesh("explain", "--rules", rules.toString(), "--service", TRADE, "--method", "sell");
        assertEquals(0, explain.waitFor(), log());
        assertTrue(output(explain).contains("goes to [::1]:20882"));
    }

    @Test
    void theSchemasOfTheWholeDialectAreThere() throws IOException {
        try (Stream<Path> files = Files.list(DIST.resolve("schema"))) {
            assertEquals(
                    List.of("sentinel-rules.schema.json", "twinmesh-rules.schema.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aSidecarSaysReadyAnswersItsAdminPortAndEndsWithZeroOnTerm() throws Exception {
        String admin = "127.0.0.1:" + freePort();
        Process sidecar = sidecar(admin);
        BufferedReader lines = sidecar.inputReader(StandardCharsets.UTF_8);

        assertEquals("ready", lines.readLine(), log());
        assertTrue(log().contains("Dubbo consumers replace 127.*"), log());
        Process status = mesh("status", "--admin", admin);
        assertEquals(0, status.waitFor(), log());
        assertTrue(output(status).contains("trade/gray-calls"));
        Process explain =
                mesh("explain", "--admin", admin, "--service", TRADE, "--method", "quote", "--attachment", "tag=gray");
        assertEquals(0, explain.waitFor(), log());
        assertTrue(output(explain).contains("goes to [::1]:20882 (" + TRADE + "|v2)"));

        sidecar.destroy();
        assertEquals(0, sidecar.waitFor(), log());
    }

    @Test
    void explainSaysTheSameByRulesAndByASidecar() throws Exception {
        String admin = "127.0.0.1:" + freePort();
        Process sidecar = sidecar(admin);
        assertEquals("ready", sidecar.inputReader(StandardCharsets.UTF_8).readLine(), log());
        String[] byRules = {"--rules", rules.toString(), "--application", "shop"};
        String[] bySidecar = {"--admin", admin};

        for (String form : List.of("--json", "--inbound")) {
            assertEquals(explained(0, byRules, TRADE, form), explained(0, bySidecar, TRADE, form));
        }

        explained(2, byRules, "com.acme.Other", "--json");
        explained(2, bySidecar, "com.acme.Other", "--json");
        String line = "mesh explain: --service: com.acme.Other (expected: one of " + TRADE + ")";
        assertEquals(2, log().lines().filter(line::equals).count(), log());
    }

    private String explained(int status, String[] by, String service, String form) throws Exception {
        List<String> words = new ArrayList<>(List.of("explain", "--service", service, "--method", "quote", form));
        words.addAll(List.of(by));
        Process explain = mesh(words.toArray(String[]::new));
        String output = output(explain);
        assertEquals(status, explain.waitFor(), log());
        return output;
    }

    @Test
    void aSidecarWithoutValidRulesWaitsSaysWhyAndIsReadyWhenTheyAreMended() throws Exception {
        Path routes = rules.resolve("routes.yaml");
        String right = Files.readString(routes);
        Files.writeString(routes, right.replace("subset: v2", "subset: nowhere"));
        String admin = "127.0.0.1:" + freePort();
        Process sidecar = sidecar(admin);
        BufferedReader lines = sidecar.inputReader(StandardCharsets.UTF_8);
        org.awaitility.Awaitility.await().until(() -> log().contains("nowhere"));

        Process status = mesh("status", "--admin", admin);
        assertEquals(1, status.waitFor(), log());
        assertFalse(lines.ready());

        Files.writeString(work.resolve("next"), right);
        Files.move(work.resolve("next"), routes, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("ready", lines.readLine(), log());
    }

    @Test
    void aSidecarEndsWhenItsParentIsGone() throws Exception {
        Process parent = new ProcessBuilder("sleep", "100").start();
        started.add(parent);
        Process sidecar = sidecar("127.0.0.1:" + freePort(), "--parent", String.valueOf(parent.pid()));
        assertEquals("ready", sidecar.inputReader(StandardCharsets.UTF_8).readLine(), log());

        parent.destroyForcibly();

        assertTrue(sidecar.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, sidecar.exitValue(), log());
    }

    /** What a record is compared and hashed by is code that Java makes at its first use: some milliseconds each, at every start. */
    @Test
    void aSidecarThatStartsWaitsForNoCodeThatIsMadeForRecords() throws Exception {
        Path classes = work.resolve("classes");
        options = "-Xlog:class+load:file=" + classes;
        Process sidecar = sidecar("127.0.0.1:" + freePort());
        assertEquals("ready", sidecar.inputReader(StandardCharsets.UTF_8).readLine(), log());

        List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("io.twinmesh.api.model.Condition ")));
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line -> line.contains("java.lang.runtime.ObjectMethods"))
                        .toList());
    }

    private Process sidecar(String admin, String... further) throws IOException {
        List<String> words = new ArrayList<>(List.of("sidecar", "--rules", rules.toString(), "--application", "shop"));
        words.addAll(List.of("--outbound", "127.0.0.1:0", "--admin", admin));
        words.addAll(List.of(further));
        return mesh(words.toArray(String[]::new));
    }

    private Process mesh(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(DIST.resolve("bin/mesh").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MESH_JAVA_OPTS", options);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String log() throws IOException {
        return Files.readString(work.resolve("log"));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
