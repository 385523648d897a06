package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Decision;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Connections to endpoints that no cluster contains any more. */
class RetirementTest {

    private static Sidecar sidecar(FakeKernel kernel) {
        return Sidecar.outbound(kernel, "frame-timeout-ms", "200");
    }

    private static FakeKernel byMethod(FakeProvider old, FakeProvider stays) {
        return new FakeKernel(request ->
                new Decision.Forward("c", request.key().method().equals("old") ? old.endpoint() : stays.endpoint()));
    }

    private static void leave(FakeKernel kernel, FakeProvider provider) {
        kernel.absent.add(provider.endpoint());
        kernel.version.incrementAndGet();
    }

    @Test
    void idleConnectionToAnEndpointThatLeftIsClosed() throws Exception {
        try (FakeProvider old = FakeProvider.named("old");
                FakeProvider stays = FakeProvider.named("stays");
                Sidecar sidecar = sidecar(byMethod(old, stays));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "old"), Frame.call(2, "stay")).read(2);

            leave(sidecar.kernel, old);

            await().until(() -> sidecar.counter("upstream_retired") == 1);
            await().until(() -> sidecar.counter("upstream_open") == 1);
            assertEquals(
                    Frame.ok(3, "stays"), client.send(Frame.call(3, "stay")).read());
            assertEquals(2, sidecar.counter("upstream_connected"));
            assertEquals(0, sidecar.counter("upstream_lost"));
        }
    }

    @Test
    void callsInFlightEndFirst() throws Exception {
        try (FakeProvider old = FakeProvider.silent();
                FakeProvider stays = FakeProvider.named("stays");
                Sidecar sidecar = sidecar(byMethod(old, stays));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "old"));
            Frame received = old.take();
            leave(sidecar.kernel, old);
            await().until(() -> sidecar.kernel.absentAsked.get() > 3);
            assertEquals(1, sidecar.counter("upstream_open"));

            old.connections().get(0).send(Frame.ok(received.id(), "late"));

            assertEquals(Frame.ok(1, "late"), client.read());
            await().until(() -> sidecar.counter("upstream_open") == 0);
        }
    }

    @Test
    void endpointThatCameBackIsConnectedToAgain() throws Exception {
        try (FakeProvider old = FakeProvider.named("old");
                Sidecar sidecar = sidecar(byMethod(old, old));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "old")).read();
            leave(sidecar.kernel, old);
            await().until(() -> sidecar.counter("upstream_open") == 0);

            sidecar.kernel.absent.clear();
            sidecar.kernel.version.incrementAndGet();

            assertEquals(Frame.ok(2, "old"), client.send(Frame.call(2, "old")).read());
            assertEquals(2, sidecar.counter("upstream_connected"));
        }
    }

    @Test
    void nobodyIsAskedTwiceWhileNothingChanges() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = sidecar(byMethod(provider, provider));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "old")).read();
            sidecar.kernel.version.incrementAndGet();
            await().until(() -> sidecar.kernel.absentAsked.get() == 1);

            awaitSweeps(sidecar, client);

            assertEquals(1, sidecar.kernel.absentAsked.get());
            assertEquals(1, sidecar.counter("upstream_open"));
        }
    }

    /** Other time limits are looked at by the same sweeps: a half frame that is given up shows that many have passed. */
    private static void awaitSweeps(Sidecar sidecar, RawClient client) throws IOException {
        client.send(new byte[] {(byte) 0xda, (byte) 0xbb});
        await().until(() -> sidecar.counter("dubbo_frames_timed_out") == 1);
    }
}
