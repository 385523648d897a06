package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.EndpointHealth;
import org.junit.jupiter.api.Test;

class EventTest {

    @Test
    void heartbeatOfAClientIsAnsweredHereWithItsOwnBytes() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            Frame hessian2 = client.send(Frame.heartbeat(-9)).read();
            Frame fastjson2 = client.send(new Frame(0xf7, 0, 10, new byte[] {0, 0, 0, 1, (byte) 0xaf}))
                    .read();

            assertEquals(new Frame(0x22, 20, -9, new byte[] {'N'}), hessian2);
            assertEquals(new Frame(0x37, 20, 10, new byte[] {0, 0, 0, 1, (byte) 0xaf}), fastjson2);
            assertEquals(0, provider.receivedCount());
        }
    }

    @Test
    void readonlyOfAProviderDrainsItsEndpointAndIsKeptFromTheConsumer() throws Exception {
        try (FakeProvider provider = FakeProvider.named("p");
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say")).read();

            provider.connections().get(0).send(Frame.event('R'));
            await().until(() -> sidecar.kernel.health.get(provider.endpoint()) == EndpointHealth.DRAINING);
            provider.connections().get(0).send(Frame.event('W'));
            await().until(() -> sidecar.kernel.health.get(provider.endpoint()) == EndpointHealth.HEALTHY);

            assertEquals(Frame.ok(2, "p"), client.send(Frame.call(2, "say")).read());
        }
    }

    @Test
    void drainedProviderThatCameBackTakesCallsAgain() throws Exception {
        FakeProvider old = FakeProvider.named("old");
        int port = old.port();
        try (Sidecar sidecar = Sidecar.outbound(FakeKernel.to(old.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say")).read();
            old.connections().get(0).send(Frame.event('R'));
            await().until(() -> sidecar.kernel.health.get(old.endpoint()) == EndpointHealth.DRAINING);
            old.close();

            try (FakeProvider renewed =
                    await().ignoreExceptions().until(() -> FakeProvider.named("renewed", port), made -> true)) {
                await().until(() -> sidecar.kernel.health.get(renewed.endpoint()) == EndpointHealth.HEALTHY);
                assertEquals(
                        Frame.ok(2, "renewed"),
                        client.send(Frame.call(2, "say")).read());
            }
        }
    }

    @Test
    void readonlyOfTheLocalApplicationReachesEveryClient() throws Exception {
        try (FakeProvider application = FakeProvider.named("app");
                Sidecar sidecar =
                        Sidecar.inbound(FakeKernel.to(application.endpoint()), application.endpoint(), "workers", "2");
                RawClient one = sidecar.connect();
                RawClient two = sidecar.connect()) {
            one.send(Frame.call(1, "say")).read();
            two.send(Frame.call(1, "say")).read();

            application.connections().get(0).send(Frame.event('R'));

            assertEquals(Frame.event('R'), one.read());
            assertEquals(Frame.event('R'), two.read());
        }
    }

    @Test
    void silentProviderIsSentHeartbeatsAndThenGivenUp() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "heartbeat-ms", "100");
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"));

            provider.take();
            Frame heartbeat = provider.take();
            assertTrue(heartbeat.isEvent() && heartbeat.isTwoWay() && heartbeat.isRequest(), heartbeat::toString);
            Frame reply = client.send(Frame.heartbeat(2)).read();
            while (reply.isEvent()) {
                reply = client.send(Frame.heartbeat(2)).read();
            }
            assertEquals(80, reply.status());
            assertTrue(reply.text().contains("twinmesh: upstream closed: " + provider.endpoint()), reply.text());
        }
    }

    @Test
    void silentClientIsClosedAndOneWithHeartbeatsIsNot() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "heartbeat-ms", "100");
                RawClient silent = sidecar.connect();
                RawClient halfFrame =
                        sidecar.connect().send(Frame.heartbeat(1)).send(new byte[] {(byte) 0xda, (byte) 0xbb, 1});
                RawClient nothing = sidecar.connect();
                RawClient alive = sidecar.connect()) {
            silent.send(Frame.heartbeat(1)).read();
            halfFrame.read();
            await().until(() -> {
                alive.send(Frame.heartbeat(1)).read();
                return sidecar.counter("downstream_idle_closed") == 3;
            });

            assertTrue(silent.isClosedByPeer());
            assertTrue(halfFrame.isClosedByPeer());
            assertTrue(nothing.isClosedByPeer());
        }
    }

    @Test
    void callbackOfAProviderIsRefused() throws Exception {
        try (FakeProvider provider = FakeProvider.doing((connection, frame) -> {
                    if (frame.isRequest()) {
                        connection.send(Frame.call(77, "callback"));
                        connection.send(Frame.ok(frame.id(), "p"));
                    }
                });
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            assertEquals(Frame.ok(1, "p"), client.send(Frame.call(1, "say")).read());

            provider.take();
            Frame refusal = provider.take();
            assertEquals(77, refusal.id());
            assertEquals(60, refusal.status());
            assertEquals(1, sidecar.counter("dubbo_callbacks_refused"));
        }
    }
}
