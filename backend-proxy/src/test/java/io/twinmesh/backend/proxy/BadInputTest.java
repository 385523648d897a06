package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RejectReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BadInputTest {

    private static FakeKernel rpcOnly(FakeProvider provider) {
        return new FakeKernel(request -> request.protocol() == Protocol.RPC
                ? new Decision.Forward("c", provider.endpoint())
                : Decision.Reject.of(RejectReason.NO_ROUTE, "port"));
    }

    @Test
    void lineOfTextIsAnsweredWithALineOfText() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            assertEquals(
                    "twinmesh: this port takes calls, no commands (expected: Dubbo frames)\r\n",
                    client.send("ls\r\n").readAll());
            assertEquals(1, sidecar.counter("downstream_text_refused"));
        }
    }

    @Test
    void otherBytesWithoutATcpRouteCloseTheConnection() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            assertEquals("", client.send(new byte[] {0x16, 3, 1, 0}).readAll());
            assertEquals(1, sidecar.counter("downstream_unrouted"));
        }
    }

    @Test
    void wrongMagicAfterAFrameClosesThatConnectionOnly() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient bad = sidecar.connect();
                RawClient good = sidecar.connect()) {
            bad.send(Frame.heartbeat(1)).send("garbage and more of it");
            bad.read();

            assertTrue(bad.isClosedByPeer());
            assertEquals(Frame.ok(1, "p"), good.send(Frame.call(1, "say")).read());
            assertEquals(1, sidecar.counter("dubbo_frames_malformed"));
        }
    }

    @Test
    void impossibleLengthIsAnsweredAndTheConnectionClosed() throws Exception {
        for (int length : new int[] {-1, Integer.MIN_VALUE, 8_388_609, Integer.MAX_VALUE}) {
            try (FakeProvider provider = FakeProvider.named("p");
                    Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                    RawClient client = sidecar.connect()) {
                byte[] frame = Frame.call(-3, "say").bytes();
                ByteBuffer.wrap(frame).putInt(12, length);
                client.send(frame);

                Frame reply = client.read();
                assertEquals(40, reply.status());
                assertEquals(-3, reply.id());
                assertTrue(reply.text().contains("body length: " + length), reply.text());
                assertTrue(client.isClosedByPeer());
            }
        }
    }

    @Test
    void bodyThatCannotBeDecodedFailsThatCallOnly() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            byte[] body = Frame.call(1, "say").body();
            Frame cut = new Frame(0xc2, 0, 2, Arrays.copyOf(body, 12));
            Frame endless = new Frame(0xc2, 0, 3, new byte[] {'R', (byte) 0xff, (byte) 0xff, 'x'});
            client.send(Frame.call(1, "say"), cut, endless, new Frame(0xc2, 0, 4, new byte[0]), Frame.call(5, "say"));

            Map<Long, Frame> replies = client.read(5);
            assertEquals(Frame.ok(1, "p"), replies.get(1L));
            assertEquals(40, replies.get(2L).status());
            assertEquals(40, replies.get(3L).status());
            assertEquals(40, replies.get(4L).status());
            assertEquals(Frame.ok(5, "p"), replies.get(5L));
            assertEquals(3, sidecar.counter("dubbo_bodies_malformed"));
        }
    }

    @Test
    void namesThatAreTooLongAreRefusedWithTheirLength() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            int others = 5 * 3 + ("2.0.2" + "demo.Hello" + "0.0.0" + "Ljava/lang/String;").length();
            assertEquals(
                    Frame.ok(1, "p"),
                    client.send(Frame.call(1, "m".repeat(16_384 - others))).read());

            Frame refused =
                    client.send(Frame.call(2, "m".repeat(16_385 - others))).read();

            assertEquals(40, refused.status());
            String reason = "twinmesh: malformed: names: 16385 bytes (expected: at most 16384)";
            assertTrue(refused.text().endsWith(reason), refused.text());
            assertEquals(Frame.ok(3, "p"), client.send(Frame.call(3, "say")).read());
        }
    }

    @Test
    void argumentThatIsNoValueFailsTheCallWhoseRuleLooksAtIt() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(new FakeKernel(request -> {
                    request.attachment("tag");
                    return new Decision.Forward("c", provider.endpoint());
                }));
                RawClient client = sidecar.connect()) {
            byte[] body = Frame.call(1, "say").body();
            Frame bomb = new Frame(0xc2, 0, 1, Arrays.copyOf(body, body.length - 1));
            Frame reply = client.send(bomb).read();

            assertEquals(40, reply.status());
            assertEquals(0, sidecar.kernel.open.get());
            assertEquals(Frame.ok(2, "p"), client.send(Frame.call(2, "say")).read());
        }
    }

    @Test
    void unknownSerializationIsRefusedOutbound() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            Frame reply =
                    client.send(new Frame(0xc8, 0, 1, new byte[] {1, 2, 3})).read();

            assertEquals(40, reply.status());
            assertEquals(1, sidecar.counter("dubbo_serialization_unknown"));
            assertEquals(Frame.ok(2, "p"), client.send(Frame.call(2, "say")).read());
        }
    }

    @Test
    void unknownSerializationPassesInbound() throws Exception {
        try (FakeProvider application = FakeProvider.doing(
                        (connection, frame) -> connection.send(new Frame(8, 20, frame.id(), new byte[] {9})));
                Sidecar sidecar = Sidecar.inbound(FakeKernel.to(application.endpoint()), application.endpoint());
                RawClient client = sidecar.connect()) {
            assertEquals(
                    new Frame(8, 20, 1, new byte[] {9}),
                    client.send(new Frame(0xc8, 0, 1, new byte[] {1, 2, 3})).read());
            assertEquals(1, sidecar.counter("dubbo_serialization_unknown"));
        }
    }

    @Test
    void unknownSerializationIsRefusedInboundWhereThatIsAskedFor() throws Exception {
        try (FakeProvider application = FakeProvider.named("app");
                Sidecar sidecar = Sidecar.inbound(
                        FakeKernel.to(application.endpoint()),
                        application.endpoint(),
                        "unknown-serialization",
                        "refuse");
                RawClient client = sidecar.connect()) {
            Frame reply =
                    client.send(new Frame(0xc8, 0, 1, new byte[] {1, 2, 3})).read();

            assertEquals(40, reply.status());
            assertEquals(Frame.ok(2, "app"), client.send(Frame.call(2, "say")).read());
            assertEquals(1, application.receivedCount());
        }
    }

    @Test
    void requestIdTwiceInFlightIsRefusedTheSecondTime() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "first"));
            Frame first = provider.take();
            Frame refusal = client.send(Frame.call(1, "second")).read();

            assertEquals(40, refusal.status());
            provider.connections().get(0).send(Frame.ok(first.id(), "p"));
            assertEquals(Frame.ok(1, "p"), client.read());
            client.send(Frame.call(1, "third"));
            assertTrue(provider.take().text().contains("third"));
        }
    }

    @Test
    void moreCallsInFlightThanAllowedAreTurnedAway() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider), "calls-per-connection", "2");
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"), Frame.call(2, "say"), Frame.call(3, "say"));

            Frame reply = client.read();
            assertEquals(3, reply.id());
            assertEquals(100, reply.status());
        }
    }

    @Test
    void clientWithMostCallsInFlightIsTurnedAwayAndTheOthersAreNot() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider), "calls-per-worker", "6");
                RawClient greedy = sidecar.connect();
                RawClient modest = sidecar.connect()) {
            modest.send(Frame.heartbeat(1)).read();
            for (int id = 0; id < 6; id++) {
                greedy.send(Frame.call(id, "say"));
                provider.take();
            }

            assertEquals(100, greedy.send(Frame.call(6, "say")).read().status());
            for (int id = 0; id < 3; id++) {
                modest.send(Frame.call(id, "say"));
                Frame received = provider.take();
                provider.connections().get(0).send(Frame.ok(received.id(), "p"));
                assertEquals(Frame.ok(id, "p"), modest.read());
            }
            assertEquals(1, sidecar.counter("dubbo_inflight_limited"));
        }
    }

    @Test
    void providerThatSendsGarbageLosesItsConnection() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> {
                    connection.send(new Frame(2, 20, 99, new byte[0]));
                    connection.sendRaw(new byte[20]);
                });
                Sidecar sidecar = Sidecar.outbound(rpcOnly(provider));
                RawClient client = sidecar.connect()) {
            assertEquals(80, client.send(Frame.call(1, "say")).read().status());
            assertEquals(1, sidecar.counter("dubbo_responses_unknown"));
            assertEquals(1, sidecar.counter("dubbo_frames_malformed"));
        }
    }
}
