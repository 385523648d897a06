package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Outcome;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final AtomicInteger entered = new AtomicInteger();

    @Test
    void decisionThatWaitsHoldsUpNoOtherCall() throws Exception {
        CountDownLatch turn = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(waiting(provider, turn));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "queued"), Frame.call(2, "say"));

            assertEquals(Frame.ok(2, "p"), client.read());
            turn.countDown();
            assertEquals(Frame.ok(1, "p"), client.read());
            assertEquals(1, sidecar.counter("dubbo_calls_aside"));
        }
    }

    @Test
    void callWhoseClientLeftWhileItWaitedIsCancelled() throws Exception {
        CountDownLatch turn = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(waiting(provider, turn))) {
            try (RawClient client = sidecar.connect()) {
                client.send(Frame.call(1, "queued"), Frame.call(2, "say"));
                client.read();
            }
            await().until(() -> sidecar.counter("downstream_open") == 0);
            turn.countDown();

            await().until(() -> List.copyOf(sidecar.kernel.outcomes).equals(List.of(Outcome.OK, Outcome.CANCELLED)));
            assertEquals(1, provider.receivedCount());
        }
    }

    /** A call that waited for a thread would not wait for its limit, which counts how long calls wait. */
    @Test
    void allThatWaitDoSoInTheirLimitAndNotBeforeIt() throws Exception {
        CountDownLatch turn = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(waiting(provider, turn));
                RawClient client = sidecar.connect()) {
            for (int id = 0; id < Worker.MOST_ASIDE; id++) {
                client.send(Frame.call(id, "queued"));
            }
            await().until(() -> entered.get() == Worker.MOST_ASIDE);

            client.send(Frame.call(Worker.MOST_ASIDE, "queued"));
            assertTrue(client.read()
                    .text()
                    .contains("overloaded: too many calls wait for their turn (expected: at most 1024)"));
            assertEquals(1, sidecar.counter("dubbo_rejected"));
            turn.countDown();
            for (int id = 0; id < Worker.MOST_ASIDE; id++) {
                assertEquals(20, client.read().status());
            }
        }
    }

    private FakeKernel waiting(FakeProvider provider, CountDownLatch turn) {
        FakeKernel kernel = FakeKernel.to(provider.endpoint());
        kernel.mayWait = key -> key.method().equals("queued");
        kernel.outbound = request -> {
            if (request.key().method().equals("queued")) {
                entered.incrementAndGet();
                assertTrue(awaited(turn));
            }
            return new Decision.Forward("c", provider.endpoint());
        };
        return kernel;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
