package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process of 64 MB, more hostile bytes than it has, and a client that must not notice. */
class SmallMemoryTest {

    private static final int MEGABYTES = 64;
    private static final int LITTLE_MEGABYTES = 24;
    private static final int FLOOD = 8_000;
    private static final int HOSTILE = 50;
    private static final int FRAME = 8_380_000;

    private final List<RawClient> hostile = new ArrayList<>();
    private final ExecutorService sends = Executors.newFixedThreadPool(8);

    @AfterEach
    void close() throws IOException {
        sends.shutdownNow();
        for (RawClient client : hostile) {
            client.close();
        }
    }

    @Test
    void fiftySilentHalvesOfTheBiggestFramesAreNotNoticedByOthers() throws Exception {
        byte[] frame = Frame.bigCall(1, FRAME).bytes();
        byte[] half = Arrays.copyOf(frame, frame.length - 1);
        try (FakeProvider provider = FakeProvider.named("p");
                SmallSidecar sidecar = SmallSidecar.open(provider.endpoint(), MEGABYTES);
                RawClient good = sidecar.connect();
                RawClient other = sidecar.connect()) {
            for (int i = 0; i < HOSTILE; i++) {
                RawClient client = sidecar.connect();
                hostile.add(client);
                sends.execute(() -> send(client, half));
            }
            sends.shutdown();

            for (int round = 0; round < 20 || !sends.isTerminated(); round++) {
                callAsOthersDo(good, round, 1_000_000);
                callAsOthersDo(other, round, 1_000);
            }

            assertTrue(
                    sidecar.counter("memory_frames_turned_away") >= HOSTILE - MEGABYTES * 1_048_576L / 2 / FRAME - 1);
            await().until(() -> sidecar.counter("memory_held") <= MEGABYTES * 1_048_576L / 2);
            assertEquals(0, sidecar.counter("memory_connections_closed"));
            for (RawClient client : hostile) {
                client.close();
            }
            await().until(() -> sidecar.counter("memory_held") == 0);
        }
    }

    private static void callAsOthersDo(RawClient client, int id, int size) throws IOException {
        assertEquals(Frame.ok(id, "p"), client.send(Frame.call(id, "say")).read());
        assertEquals(Frame.ok(id, "p"), client.send(Frame.bigCall(id, size)).read());
    }

    private static void send(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            // the test has ended
        }
    }

    @Test
    void clientsThatReadNothingAreNotNoticedByOthers() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> connection.send(
                        frame.text().contains("huge")
                                ? new Frame(Frame.HESSIAN2, 20, frame.id(), new byte[1_000_000])
                                : Frame.ok(frame.id(), "p")));
                SmallSidecar sidecar = SmallSidecar.open(provider.endpoint(), MEGABYTES);
                RawClient good = sidecar.connect()) {
            for (int i = 0; i < 10; i++) {
                RawClient client = sidecar.connectReadingLittle();
                hostile.add(client);
                for (int id = 0; id < 20; id++) {
                    client.send(Frame.call(id, "huge"));
                }
            }

            for (int round = 0; round < 50; round++) {
                callAsOthersDo(good, round, 1_000);
            }

            await().atMost(Duration.ofSeconds(60)).until(() -> sidecar.counter("memory_connections_closed") >= 5);
            assertTrue(sidecar.counter("memory_held") <= MEGABYTES * 1_048_576L * 5 / 8);
            callAsOthersDo(good, 1, 1_000_000);
        }
    }

    /** Each with bytes that make the sidecar open one more to the provider: as much as a connection can cost. */
    @Test
    void moreConnectionsThanThereIsHeapForAreNotNoticedByOthers() throws Exception {
        try (ServerSocket provider = new ServerSocket(0, FLOOD, InetAddress.getLoopbackAddress());
                SmallSidecar sidecar =
                        SmallSidecar.open(Endpoint.of("127.0.0.1", provider.getLocalPort()), LITTLE_MEGABYTES);
                RawClient good = sidecar.connect()) {
            good.send(Frame.heartbeat(1)).read();
            for (int i = 0; i < FLOOD; i++) {
                RawClient client = sidecar.connect();
                hostile.add(client);
                send(client, new byte[] {0x16, 3, 1, 0});
            }

            await().until(() ->
                    sidecar.counter("downstream_limited") + sidecar.counter("downstream_open") == FLOOD + 1);
            assertTrue(sidecar.counter("downstream_limited") > 0);
            assertEquals(2, good.send(Frame.heartbeat(2)).read().id());
        }
    }
}
