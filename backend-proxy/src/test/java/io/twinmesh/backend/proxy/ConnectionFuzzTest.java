package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Decision;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.model.Endpoint;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and providers do at random what they can do to a connection; one client behaves; in the end nothing may be left. */
class ConnectionFuzzTest {

    private static final int STEPS = 300;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverPeersDoNothingIsLeftBehind(long seed) throws Exception {
        try (FakeProvider calm = FakeProvider.named("calm");
                HostilePeers peers = new HostilePeers(seed);
                Sidecar sidecar = sidecar(calm, peers);
                RawClient witness = sidecar.connect()) {
            for (int step = 0; step < STEPS; step++) {
                peers.step(sidecar);
                if (step % 10 == 0) {
                    assertEquals(
                            Frame.ok(step, "calm"),
                            witness.send(Frame.call(step, "calm")).read(),
                            "seed " + seed + " step " + step);
                }
            }
            peers.calmDown();

            assertNothingLeft(sidecar, "seed " + seed);
        }
    }

    private static Sidecar sidecar(FakeProvider calm, HostilePeers peers) throws Exception {
        Map<String, Endpoint> endpoints = peers.endpoints();
        FakeKernel kernel = new FakeKernel(request -> {
            String method = request.key().method();
            return method.equals("rejected")
                    ? Decision.Reject.of(RejectReason.THROTTLED, "limit")
                    : new Decision.Forward("c", endpoints.getOrDefault(method, calm.endpoint()));
        });
        kernel.mayWait = key -> key.method().equals("aside");
        return Sidecar.outbound(
                kernel,
                "workers",
                "2",
                "memory-budget-bytes",
                "2000000",
                "pending-bytes",
                "1500000",
                "frame-timeout-ms",
                "300",
                "stalled-client-ms",
                "300",
                "call-timeout-ms",
                "500",
                "connect-timeout-ms",
                "500");
    }

    private static void assertNothingLeft(Sidecar sidecar, String seed) {
        await(seed + ": clients").atMost(Duration.ofSeconds(20)).until(() -> sidecar.counter("downstream_open") == 1);
        await(seed + ": calls").atMost(Duration.ofSeconds(20)).until(() -> sidecar.inFlight() == 0);
        assertEquals(0, sidecar.kernel.open.get(), seed);
        await(seed + ": memory").until(() -> sidecar.counter("memory_held") == 0);
        sidecar.kernel.absent.addAll(sidecar.kernel.seen);
        sidecar.kernel.version.incrementAndGet();
        await(seed + ": upstreams").atMost(Duration.ofSeconds(20)).until(() -> sidecar.counter("upstream_open") == 0);
        await(seed + ": buffers").until(() -> sidecar.buffers() == 0);
    }
}
