package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboundTest {

    @Test
    void admittedCallReachesTheApplicationAndRejectedOnesDoNot() throws Exception {
        try (FakeProvider application = FakeProvider.named("app");
                Sidecar sidecar = Sidecar.inbound(FakeKernel.to(application.endpoint()), application.endpoint());
                RawClient client = sidecar.connect()) {
            sidecar.kernel.inbound = request -> request.key().method().equals("buy")
                    ? new Decision.Reject(RejectReason.THROTTLED, "flow:1", "1 per second")
                    : Decision.Admit.ADMIT;

            Map<Long, Frame> replies =
                    client.send(Frame.call(1, "say"), Frame.call(2, "buy")).read(2);

            assertEquals(Frame.ok(1, "app"), replies.get(1L));
            assertEquals(100, replies.get(2L).status());
            assertTrue(replies.get(2L).text().endsWith("twinmesh: throttled: 1 per second"));
        }
    }

    @Test
    void callOfAClientThatLeftCountsUntilTheApplicationIsDone() throws Exception {
        try (FakeProvider application = FakeProvider.silent();
                Sidecar sidecar = Sidecar.inbound(FakeKernel.to(application.endpoint()), application.endpoint());
                RawClient stays = sidecar.connect()) {
            Frame received;
            try (RawClient leaves = sidecar.connect()) {
                leaves.send(Frame.call(1, "say"));
                received = application.take();
            }
            await().until(() -> sidecar.counter("downstream_open") == 1);
            assertEquals(1, sidecar.kernel.open.get());

            application.connections().get(0).send(Frame.ok(received.id(), "done"));

            await().until(() -> List.copyOf(sidecar.kernel.outcomes).equals(List.of(Outcome.OK)));
            stays.send(Frame.call(2, "say"));
            application.connections().get(0).send(Frame.ok(application.take().id(), "app"));
            assertEquals(Frame.ok(2, "app"), stays.read());
        }
    }

    @Test
    void applicationThatIsNotUpIsAnErrorAndNotAClosedConnection() throws Exception {
        int port = FailureTest.freePort();
        try (Sidecar sidecar = Sidecar.inbound(
                        FakeKernel.to(Addresses.endpoint(Addresses.parse("t", "127.0.0.1:" + port))),
                        Addresses.endpoint(Addresses.parse("t", "127.0.0.1:" + port)));
                RawClient client = sidecar.connect()) {
            assertEquals(80, client.send(Frame.call(1, "say")).read().status());
            assertTrue(sidecar.kernel.health.isEmpty());
        }
    }
}
