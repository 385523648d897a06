package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What peers can make the sidecar hold, and who pays for it. */
class MemoryTest {

    private static final int BUDGET = 4 << 20;
    private static final int BIG = 1 << 20;

    private static Sidecar sidecar(FakeKernel kernel, String... options) {
        List<String> all = new ArrayList<>(List.of("memory-budget-bytes", String.valueOf(BUDGET)));
        all.addAll(Arrays.asList(options));
        return Sidecar.outbound(kernel, all.toArray(String[]::new));
    }

    private static byte[] half(Frame frame) {
        byte[] bytes = frame.bytes();
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static void sendHalves(Sidecar sidecar, List<RawClient> to, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            RawClient client = sidecar.connect();
            to.add(client);
            client.send(half(Frame.bigCall(i, BIG)));
        }
    }

    @Test
    void silentHalfFramesNeverHurtAWellBehavedClient() throws Exception {
        List<RawClient> silent = new ArrayList<>();
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()), "workers", "2");
                RawClient good = sidecar.connect();
                RawClient other = sidecar.connect()) {
            for (int round = 0; round < 25; round++) {
                sendHalves(sidecar, silent, 2);
                assertEquals(
                        Frame.ok(round, "p"),
                        good.send(Frame.call(round, "say")).read());
                assertEquals(
                        Frame.ok(round, "p"),
                        other.send(Frame.bigCall(round, 300_000)).read());
            }

            await().until(() -> sidecar.counter("memory_frames_turned_away") >= 45);
            await().until(() -> sidecar.counter("memory_held") <= BUDGET);
            for (RawClient client : silent) {
                client.close();
            }
            await().until(() -> sidecar.counter("memory_held") == 0);
            assertEquals(0, sidecar.counter("memory_connections_closed"));
        }
    }

    @Test
    void frameThatIsTurnedAwayIsAnsweredAndItsConnectionGoesOn() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"), Frame.bigCall(2, 7 * BIG), Frame.call(3, "say"));

            var replies = client.read(3);
            assertEquals(Frame.ok(1, "p"), replies.get(1L));
            assertEquals(100, replies.get(2L).status());
            assertTrue(replies.get(2L).text().contains("twinmesh: overloaded: no room for a frame of"));
            assertEquals(Frame.ok(3, "p"), replies.get(3L));
            assertEquals(0, sidecar.counter("memory_held"));
        }
    }

    @Test
    void responseWithoutRoomFailsItsCallOnly() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> connection.send(
                        frame.text().contains("huge")
                                ? new Frame(2, 20, frame.id(), new byte[2 * BUDGET])
                                : Frame.ok(frame.id(), "p")));
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "huge"), Frame.call(2, "say"));

            var replies = client.read(2);
            assertEquals(100, replies.get(1L).status());
            assertEquals(Frame.ok(2, "p"), replies.get(2L));
            assertEquals(0, sidecar.kernel.open.get());
            assertEquals(0, sidecar.counter("upstream_lost"));
        }
    }

    @Test
    void clientThatDoesNotReadIsClosedWhenOthersNeedTheRoom() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> connection.send(
                        frame.text().contains("big")
                                ? new Frame(2, 20, frame.id(), new byte[BIG])
                                : Frame.ok(frame.id(), "p")));
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()));
                RawClient lazy = new RawClient(sidecar.address(), 4096);
                RawClient good = sidecar.connect()) {
            for (int id = 0; id < 20; id++) {
                lazy.send(Frame.call(id, "big"));
            }

            await().until(() -> sidecar.counter("memory_connections_closed") == 1);
            await().until(() -> sidecar.counter("memory_held") == 0);
            assertEquals(Frame.ok(1, "p"), good.send(Frame.call(1, "say")).read());
            await().until(() -> sidecar.kernel.open.get() == 0);
        }
    }

    @Test
    void fewBytesForAClientThatDoesNotReadKeepNoBigBuffers() throws Exception {
        try (FakeProvider provider = FakeProvider.named("x".repeat(200));
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()), "memory-budget-bytes", "67108864");
                RawClient lazy = new RawClient(sidecar.address(), 4096);
                RawClient good = sidecar.connect()) {
            int id = 0;
            while (sidecar.counter("memory_held") == 0) {
                for (int i = 0; i < 2_000; i++) {
                    lazy.send(Frame.call(id, "say"));
                    good.send(Frame.call(id++, "say"));
                }
                good.read(2_000);
            }

            assertTrue(sidecar.counter("memory_held") < 4 << 20, () -> "held " + sidecar.counter("memory_held"));
        }
    }

    @Test
    void callsThatWaitForAConnectionAreTurnedAwayWhenThereIsNoRoom() throws Exception {
        Endpoint nowhere = Endpoint.of("192.0.2.1", 20880);
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = sidecar(new FakeKernel(request -> new Decision.Forward(
                        "c", request.key().method().equals("big") ? nowhere : provider.endpoint())));
                RawClient flooding = sidecar.connect();
                RawClient good = sidecar.connect()) {
            for (int id = 0; id < 10; id++) {
                flooding.send(Frame.bigCall(id, BIG));
            }

            assertTrue(List.of(80, 100).contains(flooding.read().status()));
            assertEquals(Frame.ok(1, "p"), good.send(Frame.call(1, "say")).read());
            assertEquals(9, flooding.read(9).size());
            await().until(() -> sidecar.counter("memory_held") == 0);
        }
    }

    @Test
    void halfFrameThatDoesNotEndInTimeClosesItsConnection() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()), "frame-timeout-ms", "50");
                RawClient good = sidecar.connect();
                RawClient header = sidecar.connect();
                RawClient body = sidecar.connect()) {
            header.send(Arrays.copyOf(Frame.call(1, "say").bytes(), 7));
            body.send(half(Frame.bigCall(1, 100_000)));

            assertTrue(header.isClosedByPeer());
            assertTrue(body.isClosedByPeer());
            assertEquals(2, sidecar.counter("dubbo_frames_timed_out"));
            assertEquals(0, sidecar.counter("memory_held"));
            assertEquals(Frame.ok(1, "p"), good.send(Frame.call(1, "say")).read());
        }
    }

    @Test
    void halfResponseThatDoesNotEndInTimeClosesTheConnectionToItsProvider() throws Exception {
        try (FakeProvider provider =
                        FakeProvider.doing((connection, frame) -> connection.sendRaw(half(Frame.ok(frame.id(), "p"))));
                Sidecar sidecar = sidecar(FakeKernel.to(provider.endpoint()), "frame-timeout-ms", "50");
                RawClient client = sidecar.connect()) {
            assertEquals(80, client.send(Frame.call(1, "say")).read().status());
            assertEquals(1, sidecar.counter("dubbo_frames_timed_out"));
            assertEquals(0, sidecar.counter("memory_held"));
        }
    }

    @Test
    void clientThatReadsNothingForTooLongIsClosed() throws Exception {
        try (FakeProvider provider = FakeProvider.doing(
                        (connection, frame) -> connection.send(new Frame(2, 20, frame.id(), new byte[BIG])));
                Sidecar sidecar = sidecar(
                        FakeKernel.to(provider.endpoint()),
                        "stalled-client-ms",
                        "100",
                        "memory-budget-bytes",
                        "67108864");
                RawClient lazy = new RawClient(sidecar.address(), 4096);
                RawClient good = sidecar.connect()) {
            for (int id = 0; id < 20; id++) {
                lazy.send(Frame.call(id, "say"));
            }

            await().until(() -> sidecar.counter("downstream_stalled") == 1);
            await().until(() -> sidecar.counter("memory_held") == 0);
            assertEquals(BIG, good.send(Frame.call(1, "say")).read().body().length);
        }
    }
}
