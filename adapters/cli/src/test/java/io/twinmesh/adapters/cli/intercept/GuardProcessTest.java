package io.twinmesh.adapters.cli.intercept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mesh intercept guard} as a process, by its exit status. */
@Timeout(60)
class GuardProcessTest {

    @TempDir
    private Path run;

    /** In a network namespace of its own without the right to change rules; who is not root does not have it anyway. */
    private static List<String> powerless() {
        return System.getProperty("user.name").equals("root")
                ? List.of("unshare", "--net", "setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin")
                : List.of();
    }

    private Process guard(String... options) throws IOException {
        List<String> command = new ArrayList<>(powerless());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "intercept", "guard", "--id", "cart"));
        command.addAll(List.of("--run-dir", run.toString(), "--outbound-port", "15001"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    @Test
    void oneThatCannotCloseWhatIsToBeClosedEndsWithItsReasonAndStatusOne() throws Exception {
        Process guard = guard("--fail", "closed", "--ignore", "net-admin");

        List<String> said = new String(guard.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("warn: "))
                .toList();

        assertEquals(1, guard.waitFor(), said.toString());
        String last = said.get(said.size() - 1);
        assertTrue(last.startsWith("guard 'cart': failed, nobody guards any more: "), said.toString());
        assertTrue(said.size() <= 2, said.toString());
    }
}
