package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.upgrade.Steps;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of one of the processes in the midst of an upgrade, memory that runs out included: one of them serves, and can be upgraded. */
@Timeout(60)
class UpgradeFaultTest {

    @TempDir
    private Path run;

    private final FakeProvider provider = FakeProvider.named("v");
    private Generations sidecars;
    private RawClient client;

    UpgradeFaultTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        sidecars = new Generations(run, () -> FakeKernel.to(provider.endpoint()));
        client = sidecars.now().connect();
        assertCalled(1);
    }

    @AfterEach
    void close() throws IOException {
        Steps.watchNoMore();
        client.close();
        sidecars.close();
        provider.close();
    }

    private void assertCalled(int id) throws IOException {
        assertEquals(Frame.ok(id, "v"), client.send(Frame.call(id, "say")).read());
    }

    private static void failAt(String step) {
        Steps.watch(reached -> {
            if (reached.equals(step)) {
                throw new OutOfMemoryError("at " + step);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORWARD:REHEARSAL_SENT", "FORWARD:AHEAD_SENT"})
    void theOldProcessGoesOnAndTheNewOneDoesNot(String step) throws Exception {
        failAt(step);

        assertThrows(MeshConfigurationException.class, sidecars::start);

        Steps.watchNoMore();
        await().until(() -> sidecars.situation().contains("state=serving"));
        assertCalled(2);
        assertEquals(1, sidecars.now().counter("downstream_open"));
        sidecars.next();
        assertCalled(3);
    }

    @Test
    void theNewProcessKeepsWhatItCannotHandBack() throws Exception {
        Sidecar old = sidecars.now();
        Sidecar fresh = sidecars.start("probation-ms", "600000");
        await().until(() -> sidecars.situation().contains("state=probation"));
        failAt("BACK:AHEAD_SENT");

        assertEquals("asked\n", Question.ask(sidecars.home(), "return"));

        Generations.awaitEnd(old);
        Steps.watchNoMore();
        await().until(() -> sidecars.situation().contains("state=serving"));
        assertTrue(sidecars.situation().contains("generation=2"), sidecars.situation());
        assertFalse(fresh.backend().ended().toCompletableFuture().isDone());
        assertCalled(2);
        sidecars.next();
        assertCalled(3);
    }
}
