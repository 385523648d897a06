package io.twinmesh.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each backend, started by a process of its own as a closed named module. */
final class ModulePathTest {

    private static final String RULES = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints:
              - {address: 10.0.0.1, ports: {dubbo: 20880}}
            """;

    private final ModulePath path = new ModulePath();

    @Test
    void theAgentDecidesInsideAClosedModule(@TempDir Path directory) throws Exception {
        List<String> lines = probe("agent", directory);

        assertTrue(lines.contains("module io.twinmesh.backend.agent"), () -> "" + lines);
        assertTrue(lines.contains("named true"), () -> "" + lines);
        assertTrue(lines.contains("exported false"), () -> "" + lines);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("decision Forward") && line.contains("10.0.0.1:20880")),
                () -> "" + lines);
    }

    @Test
    void theProxyHandsCallsToTheSidecarFromInsideAClosedModule(@TempDir Path directory) throws Exception {
        List<String> lines = probe("proxy", directory);

        assertTrue(lines.contains("module io.twinmesh.backend.proxy"), () -> "" + lines);
        assertTrue(lines.contains("named true"), () -> "" + lines);
        assertTrue(lines.contains("exported false"), () -> "" + lines);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("decision Forward") && line.contains(":15001")),
                () -> "" + lines);
    }

    private List<String> probe(String backend, Path directory) throws IOException, InterruptedException {
        Path rules = Files.createDirectory(directory.resolve("rules"));
        Files.writeString(rules.resolve("trade.yaml"), RULES);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command(backend, rules))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended, () -> "not ended after 60 s: " + said);
        assertEquals(0, process.exitValue(), said);
        return said.lines().toList();
    }

    private List<String> command(String backend, Path rules) throws IOException {
        // Dagger's generated code needs javax.inject, which its automatic module cannot ask for.
        String modules = path.of(
                "io.twinmesh.core", "io.twinmesh.backend." + backend, "io.twinmesh.adapters.istio", "javax.inject");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--module-path",
                modules,
                "--add-modules",
                "ALL-MODULE-PATH",
                "-cp",
                Path.of("target", "test-classes").toString(),
                "io.twinmesh.arch.ModulePathProbe",
                backend,
                rules.toString());
    }
}
