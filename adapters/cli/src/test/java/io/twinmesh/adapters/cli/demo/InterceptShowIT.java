package io.twinmesh.adapters.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mesh demo --scenario intercept} of the distribution. Where the machine is not one for it, it says so, and that is why it is skipped. */
@Timeout(180)
class InterceptShowIT {

    private static final Path LAUNCHER = Path.of("target/dist/bin/mesh").toAbsolutePath();

    @TempDir
    private Path work;

    private Process demo;

    private void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toString(), "demo", "--scenario", "intercept", "--quick")
                .redirectError(work.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        demo = builder.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        demo.destroy();
        demo.waitFor();
    }

    private void assumeDone(int status) throws IOException {
        String said = Files.readString(work.resolve("err"));
        assumeFalse(status == 2 && said.contains("(expected: " + InterceptNeeds.ALL), said);
    }

    private void assertNoNamespaceIsLeft() {
        for (String name : List.of("pod", "peer")) {
            assertFalse(Files.exists(Path.of("/run/netns/mesh-demo-" + demo.pid() + "-" + name)), name);
        }
    }

    @Test
    void everythingIsAsExpectedAndNothingIsLeft() throws Exception {
        start();

        List<String> lines = demo.inputReader().lines().toList();
        int status = demo.waitFor();

        assumeDone(status);
        assertEquals(0, status, () -> String.join("\n", lines));
        assertTrue(
                lines.stream().anyMatch(line -> line.matches("intercepted +dubbo 2.7: 20 x sell +20 v2 +20 v2 +ok")));
        assertNoNamespaceIsLeft();
    }

    @Test
    void nothingIsLeftOfADemoThatIsToldToEnd() throws Exception {
        start();
        BufferedReader lines = demo.inputReader();
        if (lines.readLine() == null) {
            assumeDone(demo.waitFor());
        }

        demo.destroy();

        assertEquals(143, demo.waitFor());
        assertNoNamespaceIsLeft();
    }
}
