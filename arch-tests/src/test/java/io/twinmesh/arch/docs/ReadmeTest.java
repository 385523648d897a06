package io.twinmesh.arch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the program of the README's first screen, with either backend. */
class ReadmeTest {

    private static final String RULES = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints:
              - {address: 10.0.0.1, labels: {version: v1}}
              - {address: 10.0.0.2, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: trade}
            spec:
              host: com.acme.Trade
              subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: trade}
            spec:
              hosts: [com.acme.Trade]
              rpc:
              - match: [{method: {exact: buy}, args: [{index: 0, int: {ranges: ["0~99"]}}]}]
                route: [{destination: {host: com.acme.Trade, subset: v2}}]
              - route: [{destination: {host: com.acme.Trade, subset: v1}}]
            """;

    private final List<String> blocks = Pages.blocks("README.md", "java");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRules() throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/trade.yaml"), RULES);
    }

    @Test
    void theProgramPrintsTheEndpointThatTheRulesChoose() throws Exception {
        assertPrints("Forward[cluster=com.acme.Trade|v2, endpoint=10.0.0.2:20880]", blocks.get(0));
    }

    @Test
    void withTheOtherLineItPrintsTheSidecar() throws Exception {
        String line = blocks.get(1).strip();
        String program = blocks.get(0).replaceFirst("MeshConfig config = .*;", line);

        assertPrints("Forward[cluster=sidecar, endpoint=[::1]:15001]", program);
    }

    private void assertPrints(String expected, String program) throws Exception {
        assertTrue(Pages.text("README.md").contains(expected), "README does not say " + expected);
        Path source = Files.writeString(folder.resolve("Ask.java"), program);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertEquals(0, compiled, program);

        assertEquals(expected, run(classPath));
    }

    private String run(String classPath) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtwinmesh.rules=" + folder.resolve("rules"),
                        "-cp",
                        folder + System.getProperty("path.separator") + classPath,
                        "Ask")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
