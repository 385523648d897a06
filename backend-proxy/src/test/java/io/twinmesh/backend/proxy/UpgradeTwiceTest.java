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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second upgrade, or a second way back, at every step of the first: it is refused, and the first goes on as if nobody had come. */
class UpgradeTwiceTest {

    private static final String LONG = "600000";
    private static final String REFUSED = "refused";
    private static final String ASKING = "asking";

    @TempDir
    private Path run;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final FakeProvider provider = FakeProvider.named("v");
    private Generations sidecars;
    private Sidecar old;
    private RawClient client;

    UpgradeTwiceTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        sidecars = new Generations(run, () -> FakeKernel.to(provider.endpoint()));
        old = sidecars.now();
        client = old.connect();
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

    /** What a second successor is told. */
    private String knock() {
        MeshConfigurationException refused =
                assertThrows(MeshConfigurationException.class, () -> sidecars.start("probation-ms", LONG));
        return refused.getMessage().contains("another upgrade is under way") ? REFUSED : refused.getMessage();
    }

    @Test
    void aSecondUpgradeAtAnyStepIsRefused() throws Exception {
        List<String> steps = Steps.all().stream()
                .filter(step -> !Steps.isBack(step) && !step.contains("HELLO") && !step.contains("FINISHED"))
                .toList();
        Steps.watch(step -> {
            if (steps.contains(step) && answers.putIfAbsent(step, ASKING) == null) {
                answers.put(step, knock());
            }
        });

        sidecars.start("probation-ms", LONG, "upgrade-step-ms", "10000");

        await("asked at every step").until(() -> answers.size() == steps.size() && !answers.containsValue(ASKING));
        Steps.watchNoMore();
        await().until(() -> sidecars.situation().contains("state=probation"));
        assertEquals(REFUSED, knock());
        for (String step : steps) {
            assertEquals(REFUSED, answers.get(step), step);
        }
        assertCalled(2);
        assertEquals(1, sidecars.now().counter("downstream_open"));
        assertFalse(old.backend().ended().toCompletableFuture().isDone());
    }

    @Test
    void aSecondWayBackAtAnyStepOfTheFirstIsRefused() throws Exception {
        Sidecar fresh = sidecars.start("probation-ms", LONG);
        await().until(() -> sidecars.situation().contains("state=probation"));
        List<String> steps = Steps.all().stream()
                .filter(step ->
                        Steps.isBack(step) && !step.endsWith("MOVED")) // by then the old one may open its door anew
                .toList();
        Steps.watch(step -> {
            if (steps.contains(step)) {
                answers.put(step, Question.ask(sidecars.home(), "return"));
            }
        });

        assertEquals("asked\n", Question.ask(sidecars.home(), "return"));

        Generations.awaitEnd(fresh);
        Steps.watchNoMore();
        await().until(() -> sidecars.situation().contains("state=serving"));
        for (String step : steps) {
            assertTrue(answers.get(step).startsWith(REFUSED), step + ": " + answers.get(step));
        }
        assertCalled(2);
        assertEquals(1, old.counter("downstream_open"));
        assertTrue(sidecars.situation().contains("last=handed back"), sidecars.situation());
    }

    @Test
    void aWayBackThatIsAskedForWhileTheNewProcessGoesBackByItselfDisturbsNothing() throws Exception {
        Sidecar fresh = sidecars.start("probation-ms", LONG);
        await().until(() -> sidecars.situation().contains("state=probation"));
        Steps.watch(step -> {
            if (step.equals("BACK:STANDING_STILL")) {
                answers.put(step, Question.ask(sidecars.home(), "return"));
            }
        });

        fresh.close();

        assertEquals("asked\n", answers.get("BACK:STANDING_STILL"));
        assertCalled(2);
        assertEquals(1, old.counter("downstream_open"));
    }

    @Test
    void anUpgradeRightAfterTheStartTakesWhatHasJustCome() throws Exception {
        sidecars.start();
        Generations.awaitEnd(old);
        for (int i = 0; i < 10; i++) {
            try (RawClient quick = sidecars.now().connect()) {
                quick.send(Frame.call(i, "say"));

                sidecars.next();

                assertEquals(Frame.ok(i, "v"), quick.read());
            }
        }
    }
}
