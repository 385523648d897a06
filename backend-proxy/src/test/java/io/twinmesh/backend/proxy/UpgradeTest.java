package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sidecars with one id, one after the other, in one process; sockets go over as they do between processes. */
class UpgradeTest {

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path run;

    private FakeProvider provider;

    @BeforeEach
    void startProvider() throws IOException {
        provider = FakeProvider.doing((connection, frame) -> {
            boolean unread = frame.bytes()[2] == (byte) 0xc8;
            if (!unread && frame.isTwoWay() && !frame.isEvent() && !frame.text().contains("later")) {
                connection.send(Frame.ok(frame.id(), "hello"));
            }
        });
        opened.add(provider);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Sidecar sidecar(FakeKernel kernel, String... further) {
        Sidecar sidecar = Sidecar.outbound(kernel, options(further));
        opened.add(sidecar);
        return sidecar;
    }

    private String[] options(String... further) {
        List<String> options = new ArrayList<>(List.of(
                "id", "one", "run-dir", run.toString(), "probation-ms", "0", "upgrade-drill-ms", "0", "workers", "2"));
        options.addAll(Arrays.asList(further));
        return options.toArray(String[]::new);
    }

    private FakeKernel kernel() {
        return FakeKernel.to(provider.endpoint());
    }

    private static void awaitEnd(Sidecar sidecar) {
        await().until(() -> sidecar.backend().ended().toCompletableFuture().isDone());
    }

    @Test
    void aConnectionAndItsCallInFlightGoOnInTheSuccessor() throws Exception {
        FakeKernel before = kernel();
        FakeKernel after = kernel();
        Sidecar old = sidecar(before);
        try (RawClient client = old.connect()) {
            client.send(Frame.call(1, "say"));
            assertEquals(1, client.read().id());
            client.send(Frame.call(7, "later"));
            provider.take();
            Frame waiting = provider.take();

            Sidecar fresh = sidecar(after);
            awaitEnd(old);
            old.close();
            provider.connections().get(0).send(Frame.ok(waiting.id(), "at last"));

            Frame late = client.read();
            assertEquals(7, late.id());
            assertTrue(late.text().contains("at last"));
            client.send(Frame.call(8, "say"));
            assertEquals(8, client.read().id());
            assertEquals(0, before.open.get());
            assertEquals(0, after.open.get());
            assertEquals(3, fresh.counter("dubbo_responses"));
            assertEquals(3, before.outcomes.size() + after.outcomes.size());
            assertEquals(1, provider.connections().size());
            assertEquals(1, fresh.counter("downstream_open"));
            assertEquals(1, fresh.counter("downstream_accepted"));
        }
    }

    @Test
    void aCallThatTheKernelWasNeverAskedAboutGoesOnInEverySuccessor() throws Exception {
        Sidecar now = inbound();
        try (RawClient client = now.connect()) {
            client.send(new Frame(0xc8, 0, 7, new byte[] {1, 2, 3}));
            Frame waiting = provider.take();
            for (int i = 0; i < 2; i++) {
                Sidecar next = inbound();
                awaitEnd(now);
                now.close();
                now = next;
            }

            Frame late = new Frame(8, 20, waiting.id(), new byte[] {9});
            provider.connections().get(0).send(late);

            assertEquals(late.withId(7), client.read());
            assertEquals(List.of(), List.copyOf(now.kernel.outcomes));
        }
    }

    private Sidecar inbound() {
        Sidecar sidecar = Sidecar.inbound(kernel(), provider.endpoint(), options());
        opened.add(sidecar);
        return sidecar;
    }

    @Test
    void halfAFrameIsCompletedInTheSuccessor() throws Exception {
        Sidecar old = sidecar(kernel());
        byte[] frame = Frame.bigCall(3, 200_000).bytes();
        for (int cut : new int[] {1, 15, 16, 40, 100_000}) {
            try (RawClient client = old.connect()) {
                client.send(Frame.call(1, "say")).read();
                client.send(Arrays.copyOf(frame, cut));
                Sidecar fresh = sidecar(kernel());
                awaitEnd(old);

                client.send(Arrays.copyOfRange(frame, cut, frame.length));

                assertEquals(3, client.read().id());
                old.close();
                old = fresh;
            }
        }
    }

    @Test
    void aConnectionThatHasSaidNothingYetGoesOver() throws Exception {
        Sidecar old = sidecar(kernel());
        try (RawClient silent = old.connect();
                RawClient halfWord = old.connect()) {
            byte[] frame = Frame.call(5, "say").bytes();
            halfWord.send(Arrays.copyOf(frame, 1));
            await().until(() -> old.counter("downstream_open") == 2);
            Sidecar fresh = sidecar(kernel());
            awaitEnd(old);

            halfWord.send(Arrays.copyOfRange(frame, 1, frame.length));
            silent.send(frame);

            assertEquals(5, halfWord.read().id());
            assertEquals(5, silent.read().id());
            assertEquals(2, fresh.counter("downstream_accepted"));
        }
    }

    @Test
    void theNewProcessThatIsToldToEndOnProbationHandsEverythingBack() throws Exception {
        Sidecar old = sidecar(kernel());
        try (RawClient client = old.connect()) {
            client.send(Frame.call(1, "say")).read();
            Sidecar fresh = sidecar(kernel(), "probation-ms", "600000");
            client.send(Frame.call(2, "say")).read();
            assertEquals(2, fresh.counter("dubbo_responses"));

            fresh.close();

            client.send(Frame.call(3, "say"));
            assertEquals(3, client.read().id());
            assertFalse(old.backend().ended().toCompletableFuture().isDone());
            assertEquals(3, old.counter("dubbo_responses"));
        }
    }

    @Test
    void aDrillIsNotSeenAfterwards() throws Exception {
        Sidecar old = sidecar(kernel());
        try (RawClient client = old.connect()) {
            client.send(Frame.call(1, "say")).read();
            FakeKernel after = kernel();
            Sidecar fresh = sidecar(after, "upgrade-drill-ms", "3000");

            client.send(Frame.call(2, "say")).read();

            assertTrue(after.asked.size() > 100, "calls of the drill: " + after.asked.size());
            assertEquals(2, fresh.counter("dubbo_responses"));
            assertEquals(1, fresh.counter("downstream_open"));
            assertEquals(1, fresh.counter("upstream_open"));
            assertEquals(0, fresh.counter("faults"));
        }
    }

    @Test
    void aSecondUpgradeDuringTheFirstIsRefused() {
        sidecar(kernel());
        sidecar(kernel(), "probation-ms", "600000");

        MeshConfigurationException refused = assertThrows(MeshConfigurationException.class, () -> sidecar(kernel()));

        assertTrue(refused.getMessage().contains("another upgrade is under way"), refused.getMessage());
    }

    @Test
    void oneUpgradeAfterTheOther() throws Exception {
        Sidecar now = sidecar(kernel());
        try (RawClient client = now.connect()) {
            for (int i = 0; i < 20; i++) {
                client.send(Frame.call(i, "say"));
                assertEquals(i, client.read().id());
                Sidecar next = sidecar(kernel());
                awaitEnd(now);
                now.close();
                now = next;
            }
            assertEquals(20, now.counter("dubbo_responses"));
        }
        assertEquals(1, provider.connections().size());
    }
}
