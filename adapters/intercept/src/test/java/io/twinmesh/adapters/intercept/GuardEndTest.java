package io.twinmesh.adapters.intercept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.host.Output;
import io.twinmesh.adapters.intercept.model.GuardConfig;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.api.Direction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a guard ends on a machine that does what it is asked to, or not. */
@Timeout(60)
class GuardEndTest {

    private static final String OPENED = "no sidecar answers: rules removed, calls go direct";

    @TempDir
    private Path run;

    private final Machine machine = new Machine();
    private final List<String> said = new CopyOnWriteArrayList<>();

    private Guard guard(Set<Direction> closed) throws IOException {
        GuardConfig config = new GuardConfig(
                Configs.outbound(Tool.AUTO, "20880"),
                run.resolve("alive.sock"),
                closed,
                GuardConfig.USUAL_OPEN_AFTER_MILLIS);
        return new Interception(machine).guard(config, said::add);
    }

    private String last() {
        return said.get(said.size() - 1);
    }

    @Test
    void oneThatIsStoppedEndsWell() throws Exception {
        Guard guard = guard(Set.of());
        CompletableFuture<Boolean> running =
                CompletableFuture.supplyAsync(guard::run, task -> new Thread(task).start());
        await().until(() -> said.contains(OPENED));

        assertTrue(guard.stop());

        assertTrue(running.join());
        assertEquals("stopped: rules removed", last());
    }

    @Test
    void oneThatCannotRemoveItsRulesDoesNotAndSaysWhy() throws Exception {
        Guard guard = guard(Set.of());
        CompletableFuture<Boolean> running =
                CompletableFuture.supplyAsync(guard::run, task -> new Thread(task).start());
        await().until(() -> said.contains(OPENED));
        machine.broken = true;

        assertFalse(guard.stop());

        assertFalse(running.join());
        assertTrue(last().matches("failed, nobody guards any more: ip .*: no more memory \\(next: .*\\)"), last());
    }

    @Test
    void oneThatCannotBeginDoesNotAndIsNotWaitedFor() throws Exception {
        machine.broken = true;
        Guard guard = guard(EnumSet.allOf(Direction.class));

        assertFalse(guard.run());

        assertFalse(guard.stop());
        assertEquals(1, said.size(), said.toString());
        assertTrue(last().startsWith("failed, nobody guards any more: "), last());
    }

    /** Without rules, and without a tool for them; what is asked of its routing fails once it is broken. */
    private static final class Machine implements Host {

        private volatile boolean broken;

        @Override
        public Output run(String input, List<String> command) {
            return switch (command.get(0)) {
                case "readlink" -> new Output(0, "net:[1]", "");
                case "ip" -> broken ? new Output(1, "", "no more memory") : new Output(0, "", "");
                default -> new Output(1, "", command.get(0) + ": not found");
            };
        }

        @Override
        public String read(String path) {
            return "";
        }

        @Override
        public boolean has(String program) {
            return false;
        }
    }
}
