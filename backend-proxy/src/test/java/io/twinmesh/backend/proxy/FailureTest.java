package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void callsInFlightAreAnsweredWhenTheirProviderDies() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            for (long id = 0; id < 10; id++) {
                client.send(Frame.call(id, "say"));
                provider.take();
            }

            provider.closeConnections();

            Map<Long, Frame> replies = client.read(10);
            assertEquals(10, replies.size());
            replies.values().forEach(reply -> {
                assertEquals(80, reply.status());
                assertTrue(reply.text().contains("twinmesh: upstream closed: " + provider.endpoint()), reply.text());
            });
            assertEquals(Collections.nCopies(10, Outcome.UNREACHABLE), List.copyOf(sidecar.kernel.outcomes));
        }
    }

    @Test
    void callThatNeverLeftGoesElsewhere() throws Exception {
        Endpoint dead = Endpoint.of("127.0.0.1", freePort());
        try (FakeProvider provider = FakeProvider.named("p")) {
            FakeKernel kernel = FakeKernel.to(dead);
            kernel.elsewhere.put(dead, provider.endpoint());
            try (Sidecar sidecar = Sidecar.outbound(kernel);
                    RawClient client = sidecar.connect()) {
                assertEquals(Frame.ok(1, "p"), client.send(Frame.call(1, "say")).read());

                assertEquals(List.of(Outcome.UNREACHABLE, Outcome.OK), List.copyOf(kernel.outcomes));
                assertEquals(1, kernel.asked.size());
                assertEquals(EndpointHealth.UNREACHABLE, kernel.health.get(dead));
            }
        }
    }

    @Test
    void endpointThatRefusesConnectionsAnswersWithAnErrorAndIsTriedAgain() throws Exception {
        int port = freePort();
        Endpoint endpoint = Endpoint.of("127.0.0.1", port);
        try (Sidecar sidecar = Sidecar.outbound(FakeKernel.to(endpoint));
                RawClient client = sidecar.connect()) {
            Frame reply = client.send(Frame.call(1, "say")).read();
            assertEquals(80, reply.status());
            assertTrue(reply.text().contains("twinmesh: upstream unreachable: " + endpoint), reply.text());
            assertEquals(EndpointHealth.UNREACHABLE, sidecar.kernel.health.get(endpoint));

            try (FakeProvider provider = FakeProvider.named("late", port)) {
                await().until(() -> sidecar.kernel.health.get(provider.endpoint()) == EndpointHealth.HEALTHY);
                assertEquals(
                        Frame.ok(2, "late"), client.send(Frame.call(2, "say")).read());
            }
        }
    }

    @Test
    void slowConnectHoldsUpNoOtherCall() throws Exception {
        Endpoint blackHole = Endpoint.of("192.0.2.1", 9); // TEST-NET: nobody answers
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(
                        new FakeKernel(request -> new Decision.Forward(
                                "c", request.key().method().equals("slow") ? blackHole : provider.endpoint())),
                        "connect-timeout-ms",
                        "60000");
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "slow"), Frame.call(2, "fast"));

            Frame first = client.read();
            assertTrue(
                    first.id() == 2 || first.status() == 80,
                    first::toString); // a machine without routes refuses at once
        }
    }

    @Test
    void callWithoutAnswerEndsAtItsTimeLimitAndItsLateAnswerIsDropped() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "call-timeout-ms", "50");
                RawClient client = sidecar.connect()) {
            Frame reply = client.send(Frame.call(1, "say")).read();

            assertEquals(31, reply.status());
            assertEquals(List.of(Outcome.TIMEOUT), List.copyOf(sidecar.kernel.outcomes));
            provider.connections().get(0).send(Frame.ok(provider.take().id(), "late"));
            await().until(() -> sidecar.counter("dubbo_responses_unknown") == 1);
            assertEquals(
                    new Frame(0x22, 20, 5, new byte[] {'N'}),
                    client.send(Frame.heartbeat(5)).read());
        }
    }

    @Test
    void callsOfAClientThatLeftAreCancelledAndTheirAnswersDropped() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient stays = sidecar.connect()) {
            RawClient leaves = sidecar.connect();
            leaves.send(Frame.call(1, "say"));
            Frame received = provider.take();
            leaves.close();
            await().until(() -> List.copyOf(sidecar.kernel.outcomes).equals(List.of(Outcome.CANCELLED)));

            stays.send(Frame.call(1, "say"));
            Frame other = provider.take();
            provider.connections().get(0).send(Frame.ok(received.id(), "for the one who left"));
            provider.connections().get(0).send(Frame.ok(other.id(), "p"));

            assertEquals(Frame.ok(1, "p"), stays.read());
            assertEquals(1, sidecar.counter("dubbo_responses_unknown"));
        }
    }

    @Test
    void outcomeTellsBusinessErrorsFromServerErrors() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> connection.send(
                        frame.text().contains("broken")
                                ? new Frame(2, 70, frame.id(), new byte[] {4, 'b', 'o', 'o', 'm'})
                                : new Frame(2, 20, frame.id(), new byte[] {(byte) 0x90, 'N'})));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            assertEquals(70, client.send(Frame.call(1, "broken")).read().status());
            assertEquals(20, client.send(Frame.call(2, "throws")).read().status());

            assertEquals(List.of(Outcome.SERVER_ERROR, Outcome.BUSINESS_ERROR), List.copyOf(sidecar.kernel.outcomes));
        }
    }

    @Test
    void statusesAndSerializationsTheSidecarDoesNotKnowPassThrough() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) ->
                        connection.send(new Frame(8, status(frame), frame.id(), new byte[] {1, 2, 3})));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            for (int status : new int[] {25, 35, 50, 80, 90, 123, 255}) {
                Frame reply = client.send(Frame.call(1, "say" + status)).read();

                assertEquals(new Frame(8, status, 1, new byte[] {1, 2, 3}), reply);
            }
        }
    }

    /** The number at the end of the method's name. */
    private static int status(Frame call) {
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("say([0-9]+)").matcher(call.text());
        assertTrue(matcher.find());
        return Integer.parseInt(matcher.group(1));
    }

    static int freePort() throws java.io.IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
