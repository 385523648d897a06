package io.twinmesh.adapters.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified Dubbo applications whose connections are intercepted, while another process takes the place of the sidecar that has them. */
@Timeout(180)
class InterceptedUpgradeIT {

    private static final String ID = "pod";
    private static final int PORT = 20_880;

    @TempDir
    private Path work;

    private TestPod pod;
    private TestPod.Told sidecar;
    private final List<TestPod.Told> consumers = new ArrayList<>();

    private TestPod.Told sidecar(int drillMillis) throws Exception {
        String drill = "upgrade-drill-ms=" + drillMillis;
        String run = work.resolve("run").toString();
        TestPod.Told started = pod.sidecar("--id", ID, "--run-dir", run, "--probation", "300", "--option", drill);
        started.line("ready");
        return started;
    }

    @BeforeEach
    void open() throws Exception {
        pod = TestPod.open(work);
        List<TestPod.Told> providers = List.of(
                pod.provider("first", TestPod.FIRST, PORT),
                pod.provider("second", TestPod.SECOND, PORT),
                pod.provider("own", TestPod.OWN, PORT));
        sidecar = sidecar(0);
        for (TestPod.Told provider : providers) {
            provider.line("ready");
        }
        pod.intercept();
    }

    @AfterEach
    void close() throws Exception {
        if (pod != null) {
            pod.done("intercept", "remove");
            pod.end();
        }
    }

    private TestPod.Told consumer(String from, String dubbo, String to) throws Exception {
        TestPod.Told consumer = pod.consumer(from, dubbo, "dubbo://" + to + ":" + PORT + "/io.twinmesh.demo.api.Trade");
        consumer.line("ready");
        consumers.add(consumer);
        return consumer;
    }

    private Map<String, String> situation() {
        return new RunningSidecar(ID, work.resolve("run")).situation();
    }

    /** Another process in the place of the one that serves. */
    private void upgrade(int generation, int drillMillis) throws Exception {
        TestPod.Told old = sidecar;
        sidecar = sidecar(drillMillis);
        assertEquals(0, old.process().waitFor(), "exit status of the old process");
        await().atMost(Duration.ofSeconds(30)).until(() -> situation().get("state"), "serving"::equals);
        assertEquals(
                String.valueOf(generation),
                situation().get("generation"),
                () -> situation().toString());
    }

    private static void assertAnswers(String provider, String result) {
        assertTrue(result.matches(".*\"ok\":\\{\"" + provider + "\":[1-9]\\d*},\"errors\":\\{}.*"), result);
    }

    /** Calls without a route go where the consumer meant them to, others where the route says. */
    private static void assertRightDestinations(TestPod.Told consumer, String meant) throws Exception {
        assertAnswers(meant, consumer.batch("passed quote count=20 arg=book"));
        assertAnswers("second", consumer.batch("routed sell count=20 arg=book"));
    }

    @Test
    void noCallFailsNoConnectionEndsAndAllGoWhereTheyWereMeantToGo() throws Exception {
        TestPod.Told dubbo3 = consumer(TestPod.OWN, "lib", TestPod.FIRST);
        TestPod.Told dubbo27 = consumer(TestPod.OWN, "dubbo27", TestPod.FIRST);
        TestPod.Told inbound = consumer(TestPod.FIRST, "lib", TestPod.OWN);
        assertRightDestinations(dubbo3, "first");
        assertRightDestinations(dubbo27, "first");
        assertAnswers("own", inbound.batch("in quote count=20 arg=book"));
        Set<String> connections = pod.connections(PORT);
        Map<String, List<String>> resets = pod.resets();

        for (TestPod.Told consumer : consumers) {
            consumer.tell("start passed quote rate=100 arg=book");
        }
        dubbo3.tell("start routed sell rate=100 arg=book");
        upgrade(2, 0);
        assertEquals(resets, pod.resets(), "resets in pod and peer before and after");
        upgrade(3, 5_000);
        assertEquals(resets, pod.resets(), "resets in pod and peer before and after the second");

        assertAnswers("second", dubbo3.tell("stop routed").line("{"));
        assertAnswers("first", dubbo3.tell("stop passed").line("{"));
        assertAnswers("first", dubbo27.tell("stop passed").line("{"));
        assertAnswers("own", inbound.tell("stop passed").line("{"));
        assertRightDestinations(dubbo3, "first");
        assertRightDestinations(dubbo27, "first");
        assertEquals(connections, pod.connections(PORT), "connections before and after");

        assertRightDestinations(consumer(TestPod.OWN, "lib", TestPod.FIRST), "first");
        assertRightDestinations(consumer(TestPod.OWN, "dubbo27", TestPod.SECOND), "second");
        long before = pod.counter("dubbo_requests");
        assertAnswers("own", consumer(TestPod.FIRST, "dubbo27", TestPod.OWN).batch("in quote count=20 arg=book"));
        assertEquals(before + 20, pod.counter("dubbo_requests"), "calls that came in through the sidecar");
        assertEquals("0", pod.tracked(), "connections tracked");
        pod.refused();
        assertNotEquals(resets, pod.resets(), "a reset is counted");
    }
}
