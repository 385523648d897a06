package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.backend.proxy.upgrade.Steps;
import io.twinmesh.core.OpenKernel;
import io.twinmesh.testkit.FakeConfigSource;
import io.twinmesh.testkit.Policies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sidecar with the real kernel says of itself is true after one upgrade and after the next, and its policy is the newest one. */
class UpgradeTruthTest {

    private static final String SERVICE = "demo.Hello";
    private static final int CLIENTS = 100;
    private static final int CALLS_OF_EACH = 10;
    private static final int UPGRADES = 3;

    /** Answers when it is told to. */
    private static final class Patient implements AutoCloseable {

        private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
        private final AtomicInteger asked = new AtomicInteger();
        private final FakeProvider provider;

        Patient(String name) throws IOException {
            provider = FakeProvider.doing((connection, frame) -> {
                if (frame.isTwoWay() && !frame.isEvent()) {
                    answers.add(() -> connection.send(Frame.ok(frame.id(), name)));
                    asked.incrementAndGet();
                }
            });
        }

        Endpoint endpoint() {
            return provider.endpoint();
        }

        void awaitAsked(int times) {
            await("calls at the provider").atMost(Duration.ofSeconds(30)).until(() -> asked.get() == times);
        }

        void answerAll() {
            for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.run();
            }
        }

        @Override
        public void close() throws IOException {
            provider.close();
        }
    }

    @TempDir
    private Path run;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<FakeConfigSource> sources = new ArrayList<>();
    private final List<OpenKernel> kernels = new ArrayList<>();
    private final Patient first = opened(new Patient("first"));
    private final Patient second = opened(new Patient("second"));

    UpgradeTruthTest() throws IOException {}

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    @AfterEach
    void closeAll() throws Exception {
        Steps.watchNoMore();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private static PolicySet policy(String version, Patient provider) {
        return Policies.version(version).service(SERVICE, provider.endpoint()).build();
    }

    private Kernel kernel() {
        FakeConfigSource source = FakeConfigSource.of(policy("v1", first));
        sources.add(source);
        OpenKernel kernel = OpenKernel.open(MeshConfig.builder("test")
                .option("stats.levels", "service,method,endpoint")
                .option(FakeConfigSource.OPTION, source.token())
                .build());
        kernels.add(opened(kernel));
        return kernel.kernel();
    }

    private Kernel now() {
        return kernels.get(kernels.size() - 1).kernel();
    }

    private CallStats method() {
        return now().stats().calls().stream()
                .filter(stats -> stats.level() == StatsLevel.METHOD && stats.direction() == Direction.OUTBOUND)
                .findFirst()
                .orElseThrow();
    }

    private static long sum(Map<String, Long> outcomes) {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void assertTrueOf(Sidecar sidecar, int answered, int inFlight) {
        assertEquals(CLIENTS, sidecar.counter("downstream_open"));
        assertEquals(CLIENTS, sidecar.counter("downstream_accepted"));
        assertEquals(first.provider.connections().size(), sidecar.counter("upstream_open"));
        assertEquals(inFlight, sidecar.inFlight());
        assertEquals(answered + inFlight, sidecar.counter("dubbo_requests"));
        assertEquals(answered, sidecar.counter("dubbo_responses"));
        assertEquals(0, sidecar.counter("memory_held"));
        assertEquals(0, sidecar.counter("faults"));
    }

    @Test
    void gaugesCountersAndHistogramsAreTrueAfterEveryUpgrade() throws Exception {
        Generations sidecars = opened(new Generations(run, this::kernel));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(opened(sidecars.now().connect()));
        }
        int all = CLIENTS * CALLS_OF_EACH;
        for (int upgrade = 0; upgrade < UPGRADES; upgrade++) {
            sendAll(clients, upgrade);
            first.awaitAsked(all * (upgrade + 1));

            sidecars.next();

            assertTrueOf(sidecars.now(), all * upgrade, all);
            first.answerAll();
            for (RawClient client : clients) {
                assertEquals(CALLS_OF_EACH, client.read(CALLS_OF_EACH).size());
            }
            int answered = all * (upgrade + 1);
            await("calls ended").until(() -> sum(method().outcomes()) == answered);
            assertEquals(answered, method().latency().count());
            assertTrueOf(sidecars.now(), answered, 0);
        }
    }

    private static void sendAll(List<RawClient> clients, int upgrade) throws IOException {
        for (RawClient client : clients) {
            for (int call = 0; call < CALLS_OF_EACH; call++) {
                client.send(Frame.call(upgrade * CALLS_OF_EACH + call, "say"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READY_SENT",
                "REHEARSAL_SENT",
                "STANDING_STILL",
                "OFFER_SENT",
                "BUILT",
                "TAKEN",
                "OPENED",
                "MOVED"
            })
    void aPolicyThatComesDuringAnUpgradeIsInForceAfterIt(String step) throws Exception {
        Generations sidecars = opened(new Generations(run, this::kernel));
        RawClient client = opened(sidecars.now().connect());
        client.send(Frame.call(1, "say"));
        first.awaitAsked(1);
        Steps.watch(at -> {
            if (at.equals("FORWARD:" + step)) {
                sources.forEach(source -> source.deliver(policy("v2", second)));
            }
        });

        sidecars.next();

        first.answerAll();
        assertEquals(Frame.ok(1, "first"), client.read());
        client.send(Frame.call(2, "say"));
        second.awaitAsked(1);
        second.answerAll();
        assertEquals(Frame.ok(2, "second"), client.read());
        assertEquals("v2", now().status().version());
        await("calls ended").until(() -> sum(method().outcomes()) == 2);
    }
}
