package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PressureTest {

    private static final int BIG = 400_000;

    @Test
    void providerThatDoesNotReadStopsTheClientAndNotTheOthers() throws Exception {
        CountDownLatch readOn = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        try (FakeProvider slow = FakeProvider.doing((connection, frame) -> {
                    awaitQuietly(readOn);
                    connection.send(Frame.ok(frame.id(), "slow"));
                });
                FakeProvider quick = FakeProvider.named("quick");
                Sidecar sidecar = Sidecar.outbound(new FakeKernel(request -> new io.twinmesh.api.Decision.Forward(
                        "c", request.key().method().equals("big") ? slow.endpoint() : quick.endpoint())));
                RawClient flooding = sidecar.connect();
                RawClient other = sidecar.connect()) {
            Thread flood = new Thread(() -> flood(flooding, sent), "flood");
            flood.setDaemon(true);
            flood.start();
            await().until(() -> sidecar.counter("upstream_congested") > 0);

            assertEquals(Frame.ok(1, "quick"), other.send(Frame.call(1, "say")).read());
            readOn.countDown();
            assertEquals(100, flooding.read(100).size());
            assertEquals(100, sent.get());
        }
    }

    private static void flood(RawClient client, AtomicInteger sent) {
        try {
            for (int id = 0; id < 100; id++) {
                client.send(Frame.bigCall(id, BIG));
                sent.incrementAndGet();
            }
        } catch (java.io.IOException e) {
            sent.set(-1);
        }
    }

    @Test
    void clientThatDoesNotReadIsClosedWhenTooMuchWaitsForIt() throws Exception {
        try (FakeProvider provider = FakeProvider.doing(
                        (connection, frame) -> connection.send(new Frame(2, 20, frame.id(), new byte[1_000_000])));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "pending-bytes", "2000000");
                RawClient lazy = new RawClient(sidecar.address(), 4096);
                RawClient good = sidecar.connect()) {
            for (int id = 0; id < 40; id++) {
                lazy.send(Frame.call(id, "say"));
            }

            await().until(() -> sidecar.counter("downstream_overflowed") == 1);
            await().until(() -> sidecar.kernel.open.get() == 0);
            assertEquals(1_000_000, good.send(Frame.call(1, "say")).read().body().length);
        }
    }

    @Test
    void clientThatReadsLateGetsEverythingInTheEnd() throws Exception {
        try (FakeProvider provider = FakeProvider.doing(
                        (connection, frame) -> connection.send(new Frame(2, 20, frame.id(), new byte[100_000])));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient late = new RawClient(sidecar.address(), 4096)) {
            for (int id = 0; id < 100; id++) {
                late.send(Frame.call(id, "say"));
            }
            await().until(() -> sidecar.kernel.outcomes.size() == 100);

            assertEquals(100, late.read(100).size());
            assertEquals(0, sidecar.counter("downstream_overflowed"));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
