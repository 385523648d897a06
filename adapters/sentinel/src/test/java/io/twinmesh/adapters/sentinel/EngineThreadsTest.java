package io.twinmesh.adapters.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.alibaba.csp.sentinel.util.TimeUtil;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.ThrottleGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineThreadsTest {

    @TempDir
    private Path home;

    @Test
    void theThreadsOfTheEngineEndWithAMeshThatHasTheClassLoaderForItself() throws Exception {
        assertEquals("open: clock, system; closed: none; clock goes on", run("true", "rules"));
    }

    @Test
    void theyGoOnWhereSomebodyElseMayNeedThem() throws Exception {
        assertEquals("open: clock, system; closed: clock, system; clock goes on", run("false", "rules"));
    }

    @Test
    void noneIsStartedToBeEnded() throws Exception {
        assertEquals("open: none; closed: none", run("true", "none"));
    }

    private String run(String alone, String rules) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Program.class.getName(),
                        alone,
                        rules)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.strip();
    }

    /** Opens and closes an engine and says which of its threads run; a call that is under way meanwhile ends after that. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            MeshConfig config = MeshConfig.builder(Fixture.APPLICATION)
                    .option("loader.own", arguments[0])
                    .build();
            Fixture mesh = new Fixture(config);
            boolean ruled = arguments[1].equals("rules");
            Passage call = ruled ? enter(mesh) : null;
            String open = threads();
            mesh.close();
            String closed = threads();
            if (call != null) {
                call.end(Outcome.OK);
            }
            System.out.println("open: " + open + "; closed: " + closed + (ruled ? clock() : ""));
        }

        private static Passage enter(Fixture mesh) {
            String limit = "[{resource:'" + Fixture.BUY_RESOURCE + "', grade:0, count:2}]";
            mesh.with(RuleKind.FLOW, limit).with(RuleKind.SYSTEM, "[{qps:1000}]");
            ThrottleGate gate = mesh.gate(Direction.INBOUND, Fixture.BUY);
            return (Passage) Fixture.enter(gate, 1L);
        }

        private static String clock() {
            long behind = System.currentTimeMillis() - TimeUtil.currentTimeMillis();
            return behind < 1_000 ? "; clock goes on" : "; clock stands still";
        }

        private static String threads() {
            List<String> names = Thread.getAllStackTraces().keySet().stream()
                    .filter(Thread::isAlive)
                    .map(Thread::getName)
                    .toList();
            List<String> found = Stream.of(
                            "clock sentinel-time-tick-thread", "system sentinel-system-status-record-task")
                    .map(pair -> pair.split(" ", 2))
                    .filter(pair -> names.stream().anyMatch(name -> name.startsWith(pair[1])))
                    .map(pair -> pair[0])
                    .toList();
            return found.isEmpty() ? "none" : String.join(", ", found);
        }
    }
}
