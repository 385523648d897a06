package io.twinmesh.adapters.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Direction;
import io.twinmesh.api.throttling.ThrottleGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, because Sentinel starts once. */
class QuietStartTest {

    @TempDir
    private Path home;

    @Test
    void engineWritesNeitherToStandardOutputNorToTheHomeDirectoryAndStartsItsClockOnly() throws Exception {
        String out = run("rules");

        assertEquals("threads [sentinel-time-tick-thread], 2 of 5 passed", out.strip());
        assertEquals(List.of(), files());
    }

    @Test
    void engineDoesNotStartWithoutRules() throws Exception {
        assertEquals("threads [], 5 of 5 passed", run("none").strip());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.toList();
        }
    }

    private String run(String rules) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Program.class.getName(),
                        rules)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        assertTrue(out.endsWith(System.lineSeparator()), out);
        return out;
    }

    /** Starts a mesh, makes five calls and says what is running. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            String rule = "[{resource:'" + Fixture.BUY_RESOURCE + "', grade:0, count:2}]";
            String hot = "[{resource:'" + Fixture.BUY_RESOURCE + "', paramIdx:0, count:50}]";
            try (Fixture mesh = new Fixture()) {
                if (arguments[0].equals("rules")) {
                    mesh.with(RuleKind.PARAM, hot).with(RuleKind.FLOW, rule);
                }
                mesh.commit();
                ThrottleGate gate = mesh.plan().gate(Direction.INBOUND, Fixture.BUY);
                int passed = gate == null ? 5 : enter(gate);
                System.out.println("threads " + threads() + ", " + passed + " of 5 passed");
            }
        }

        private static int enter(ThrottleGate gate) {
            int passed = 0;
            for (int i = 0; i < 5; i++) {
                passed += Fixture.enter(gate, 1L) instanceof Passage ? 1 : 0;
            }
            return passed;
        }

        private static List<String> threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("sentinel"))
                    .toList();
        }
    }
}
