package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.concurrent.Future;
import io.twinmesh.api.Decision;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.upgrade.Estate;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fault in the matter of one call or client stays there, also where others share its connection to the provider. */
class FaultTest {

    private final FakeProvider provider = FakeProvider.named("p");

    FaultTest() throws java.io.IOException {}

    @AfterEach
    void close() throws Exception {
        provider.close();
    }

    private static boolean poisoned(String method) {
        if (method.equals("poison")) {
            throw new IllegalStateException("kernel: broken");
        }
        return false;
    }

    /** What no fault of a single call explains. */
    private static boolean deadly(String method) {
        if (method.equals("poison")) {
            throw new LinkageError("kernel: gone");
        }
        return false;
    }

    private static void assertNothingLeft(Sidecar sidecar) {
        await().until(() -> sidecar.inFlight() == 0 && sidecar.kernel.open.get() == 0);
        await().until(() -> sidecar.buffers() == 0);
        assertEquals(1, sidecar.counter("upstream_connected"));
        assertEquals(0, sidecar.counter("upstream_lost"));
    }

    @Test
    void decisionThatFailsFailsItsCallOnly() throws Exception {
        FakeKernel kernel = FakeKernel.to(provider.endpoint());
        kernel.outbound = request -> {
            poisoned(request.key().method());
            return new Decision.Forward("c", provider.endpoint());
        };
        try (Sidecar sidecar = Sidecar.outbound(kernel);
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"), Frame.call(2, "poison"), Frame.call(3, "say"));

            Map<Long, Frame> replies = client.read(3);
            assertEquals(Frame.ok(1, "p"), replies.get(1L));
            assertEquals(100, replies.get(2L).status());
            assertEquals(Frame.ok(3, "p"), replies.get(3L));
            assertNothingLeft(sidecar);
        }
    }

    @Test
    void callThatCannotBeEndedStillGetsItsResponseAndSoDoOthers() throws Exception {
        FakeKernel kernel = FakeKernel.to(provider.endpoint());
        kernel.failsToEnd = key -> key.method().equals("poison");
        try (Sidecar sidecar = Sidecar.outbound(kernel);
                RawClient client = sidecar.connect();
                RawClient other = sidecar.connect()) {
            client.send(Frame.call(1, "poison"), Frame.call(2, "say"));
            other.send(Frame.call(1, "say"));

            assertEquals(Map.of(1L, Frame.ok(1, "p"), 2L, Frame.ok(2, "p")), client.read(2));
            assertEquals(Frame.ok(1, "p"), other.read());
            assertNothingLeft(sidecar);
        }
    }

    @Test
    void faultInOneConversationClosesThatConnectionAndLeavesNothing() throws Exception {
        FakeKernel kernel = FakeKernel.to(provider.endpoint());
        kernel.mayWait = key -> deadly(key.method());
        try (Sidecar sidecar = Sidecar.outbound(kernel);
                RawClient client = sidecar.connect();
                RawClient other = sidecar.connect()) {
            other.send(Frame.call(1, "say")).read();
            client.send(Frame.call(1, "poison"), Frame.call(2, "say"));

            assertTrue(client.isClosedByPeer());
            assertEquals(Frame.ok(2, "p"), other.send(Frame.call(2, "say")).read());
            assertNothingLeft(sidecar);
        }
    }

    @Test
    void oneWayFaultLeavesNothingEither() throws Exception {
        FakeKernel kernel = FakeKernel.to(provider.endpoint());
        kernel.mayWait = key -> deadly(key.method());
        try (Sidecar sidecar = Sidecar.outbound(kernel);
                RawClient client = sidecar.connect();
                RawClient other = sidecar.connect()) {
            client.send(Frame.oneWay(1, "poison"));

            assertTrue(client.isClosedByPeer());
            assertEquals(Frame.ok(2, "p"), other.send(Frame.call(2, "say")).read());
            assertNothingLeft(sidecar);
        }
    }

    @Test
    void clientThatDiesInTheMiddleOfAFrameHurtsNobody() throws Exception {
        try (FakeProvider silent = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(silent.endpoint()));
                RawClient other = sidecar.connect()) {
            other.send(Frame.call(1, "say"));
            Frame received = silent.take();
            RawClient dying = sidecar.connect();
            byte[] big = Frame.bigCall(2, 200_000).bytes();
            dying.send(Frame.call(1, "say")).send(Arrays.copyOf(big, 150_000));
            silent.take();
            dying.reset();
            await().until(() -> sidecar.counter("downstream_open") == 1);

            silent.connections().get(0).send(Frame.ok(received.id(), "p"));

            assertEquals(Frame.ok(1, "p"), other.read());
            assertNothingLeft(sidecar);
        }
    }

    @Test
    void faultWhileACallGoesElsewhereFailsThatCallOnly() throws Exception {
        Endpoint dead = Endpoint.of("127.0.0.1", FailureTest.freePort());
        FakeKernel kernel = FakeKernel.to(dead);
        kernel.elsewhere.put(dead, provider.endpoint());
        kernel.failsToGo = key -> poisoned(key.method());
        try (Sidecar sidecar = Sidecar.outbound(kernel);
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "poison"), Frame.call(2, "say"));

            Map<Long, Frame> replies = client.read(2);
            assertEquals(80, replies.get(1L).status());
            assertEquals(Frame.ok(2, "p"), replies.get(2L));
            assertNothingLeft(sidecar);
        }
    }

    @Test
    void memoryThatRunsOutWhileTheLoopsStandStillEndsNeitherTheStandstillNorTheWait() throws Exception {
        try (Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            Worker worker = sidecar.workers().all().get(0);
            Estate.Standstill standstill = sidecar.estate().standStill();
            worker.pass(FaultTest::runOutOfMemory);
            Future<Boolean> failed = worker.submit(FaultTest::runOutOfMemory);
            await().until(failed::isDone);
            client.send(Frame.call(1, "say"));

            assertEquals("none left", failed.cause().getMessage());
            assertEquals(0, Workers.on(worker, sidecar.kernel.asked::size));
            standstill.thaw();
            assertEquals(Frame.ok(1, "p"), client.read());
        }
    }

    private static boolean runOutOfMemory() {
        throw new OutOfMemoryError("none left");
    }
}
