package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified Dubbo applications, which know nothing of the sidecar, behind {@code mesh sidecar} and {@code mesh intercept}. */
@Timeout(120)
class InterceptedDubboIT {

    private static final String POD = TestPod.OWN;
    private static final String FIRST = TestPod.FIRST;
    private static final String SECOND = TestPod.SECOND;
    private static final int PORT = 20_880;

    @TempDir
    private static Path work;

    private static TestPod pod;

    @BeforeAll
    static void open() throws Exception {
        pod = TestPod.open(work);
        TestPod.Told first = pod.provider("first", FIRST, PORT);
        TestPod.Told second = pod.provider("second", SECOND, PORT);
        TestPod.Told own = pod.provider("own", POD, PORT);
        pod.sidecar().line("ready");
        first.line("ready");
        second.line("ready");
        own.line("ready");
        pod.intercept();
    }

    @AfterAll
    static void close() throws Exception {
        if (pod != null) {
            assertEquals("0", pod.tracked(), "connections tracked");
            pod.done("intercept", "remove");
            pod.end();
        }
    }

    private static String url(String address, int port) {
        return "dubbo://" + address + ":" + port + "/io.twinmesh.demo.api.Trade?cluster=failover";
    }

    private static TestPod.Told consumer(String from, String dubbo, String url) throws Exception {
        TestPod.Told consumer = pod.consumer(from, dubbo, url);
        consumer.line("ready");
        return consumer;
    }

    private static void assertAnswers(String expected, String result) {
        assertTrue(result.contains("\"ok\":{" + expected + "},\"errors\":{}"), result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib", "dubbo27"})
    void callsWithARouteGoThereAndOthersToTheProviderThatTheConsumerChose(String dubbo) throws Exception {
        TestPod.Told consumer = consumer(POD, dubbo, url(FIRST, PORT));

        assertAnswers("\"first\":20", consumer.batch("passed quote count=20 arg=book"));
        assertAnswers("\"second\":20", consumer.batch("routed sell count=20 arg=book"));
    }

    @ParameterizedTest
    @CsvSource({"lib, 20881", "dubbo27, 20882"})
    void providerThatEndsCostsNoCallOfAConsumerThatHasAnother(String dubbo, int port) throws Exception {
        TestPod.Told ending = pod.provider("ending", FIRST, port);
        ending.line("ready");
        TestPod.Told consumer = consumer(POD, dubbo, url(FIRST, port) + ";" + url(SECOND, PORT));
        String both = consumer.batch("both quote count=60 arg=book");
        assertTrue(both.contains("ending") && both.contains("second") && both.contains("\"errors\":{}"), both);

        consumer.tell("start during quote rate=100 arg=book");
        ending.process().destroy();
        ending.process().waitFor();
        String during = consumer.tell("stop during").line("{");

        assertTrue(during.contains("second") && during.contains("\"errors\":{}"), during);
        assertAnswers("\"second\":20", consumer.batch("after quote count=20 arg=book"));
    }

    @Test
    void callsToTheApplicationInThePodComeInThroughTheSidecar() throws Exception {
        TestPod.Told consumer = consumer(FIRST, "lib", url(POD, PORT));

        long before = pod.counter("dubbo_requests");

        assertAnswers("\"own\":20", consumer.batch("inbound quote count=20 arg=book"));
        assertEquals(before + 20, pod.counter("dubbo_requests"));
    }
}
