package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundTest {

    @Test
    void callGoesWhereTheKernelSaysAndItsAnswerComesBackUnderItsOwnId() throws Exception {
        try (FakeProvider one = FakeProvider.named("one");
                FakeProvider two = FakeProvider.named("two");
                Sidecar sidecar = Sidecar.outbound(new FakeKernel(request -> new Decision.Forward(
                        "c", request.key().method().equals("buy") ? two.endpoint() : one.endpoint())));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(7, "buy"), Frame.call(-8, "sell"));

            assertEquals(Map.of(7L, Frame.ok(7, "two"), -8L, Frame.ok(-8, "one")), client.read(2));
            assertEquals(List.of(Outcome.OK, Outcome.OK), List.copyOf(sidecar.kernel.outcomes));
            assertEquals(0, sidecar.kernel.open.get());
        }
    }

    @Test
    void bodyArrivesByteByByteAsItWasSent() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            Frame call = Frame.call(42, "say");
            client.send(call);

            Frame received = provider.take();
            assertNotEquals(42, received.id());
            assertEquals(call, received.withId(42));
        }
    }

    @Test
    void rejectionIsAnsweredWithTheStatusOfItsReason() throws Exception {
        for (Map.Entry<RejectReason, Integer> expected : Map.of(
                        RejectReason.THROTTLED, 100,
                        RejectReason.DEGRADED, 100,
                        RejectReason.OVERLOADED, 100,
                        RejectReason.PARAM_THROTTLED, 100,
                        RejectReason.CIRCUIT_OPEN, 100,
                        RejectReason.NO_ROUTE, 60,
                        RejectReason.NO_ENDPOINT, 80,
                        RejectReason.NOT_READY, 80,
                        RejectReason.UNAUTHORIZED, 70,
                        RejectReason.MALFORMED, 40)
                .entrySet()) {
            FakeKernel kernel = new FakeKernel(request -> Decision.Reject.of(expected.getKey(), "because"));
            try (Sidecar sidecar = Sidecar.outbound(kernel);
                    RawClient client = sidecar.connect()) {
                Frame reply = client.send(Frame.call(5, "say")).read();

                assertEquals(expected.getValue(), reply.status());
                assertEquals(5, reply.id());
                assertTrue(
                        reply.text().endsWith("twinmesh: " + expected.getKey().word() + ": because"), reply.text());
            }
        }
    }

    @Test
    void clientsWithTheSameIdsShareOneConnection() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) ->
                        connection.send(Frame.ok(frame.id(), frame.text().contains("first") ? "first" : "second")));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient first = sidecar.connect();
                RawClient second = sidecar.connect()) {
            for (long id = 0; id < 50; id++) {
                first.send(Frame.call(id, "first"));
                second.send(Frame.call(id, "second"));
            }

            for (long id = 0; id < 50; id++) {
                assertTrue(first.read().text().endsWith("first"));
                assertTrue(second.read().text().endsWith("second"));
            }
            assertEquals(1, provider.connections().size());
        }
    }

    @Test
    void oneWayCallIsForwardedAndDone() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(Frame.oneWay(3, "tell"));

            assertEquals(Frame.oneWay(3, "tell"), provider.take());
            await().until(() -> List.copyOf(sidecar.kernel.outcomes).equals(List.of(Outcome.OK)));
        }
    }
}
