package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DrainTest {

    @Test
    void clientsAreToldToGoAndCallsInFlightEnd() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()));
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"));
            Frame received = provider.take();
            InetSocketAddress address = sidecar.address();
            Thread closing = new Thread(sidecar::close, "closing");
            closing.start();

            assertEquals(Frame.event('R'), client.read());
            assertThrows(IOException.class, () -> new RawClient(address).close());
            provider.connections().get(0).send(Frame.ok(received.id(), "p"));

            assertEquals(Frame.ok(1, "p"), client.read());
            assertTrue(client.isClosedByPeer());
            closing.join();
            assertEquals(0, sidecar.kernel.open.get());
        }
    }

    @Test
    void drainEndsAtItsTimeLimit() throws Exception {
        try (FakeProvider provider = FakeProvider.silent();
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "drain-ms", "50");
                RawClient client = sidecar.connect()) {
            client.send(Frame.call(1, "say"));
            provider.take();

            sidecar.backend().close();

            assertEquals(Frame.event('R'), client.read());
            assertTrue(client.isClosedByPeer());
        }
    }
}
