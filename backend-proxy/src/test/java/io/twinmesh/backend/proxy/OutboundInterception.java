package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * An application that knows nothing of the sidecar, its calls caught by the kernel's real rules, and what it calls. Tests go into the namespaces
 * with their tasks.
 */
abstract class OutboundInterception implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(TestNetwork.FIRST_PORT);

    /** Ten ports that no other test uses. */
    final int port = NEXT_PORT.getAndAdd(10);

    static TestNetwork network;

    @BeforeAll
    static void open() throws Exception {
        network = TestNetwork.open();
        network.pod.run(() -> Actors.sidecar("outbound", "[::]:15001", "outbound-mode", "transparent", "workers", "2"));
    }

    @AfterEach
    void clear() {
        network.pod.run(Actors::clear);
        network.peer.run(Actors::clear);
    }

    @AfterAll
    static void close() throws Exception {
        if (network != null) {
            assertEquals(0, network.pod.run(Actors::connectionsTracked), "connections tracked by the kernel");
            network.pod.run(Actors::end);
            network.close();
        }
    }

    static void provider(String name, String host, int port) {
        network.peer.run(() -> Actors.put(name, FakeProvider.named(name, new InetSocketAddress(host, port))));
    }

    static void echo(String host, int port, String greeting) {
        network.peer.run(() -> Actors.put(host + port, Actors.echo(new InetSocketAddress(host, port), greeting)));
    }

    static void route(String name, String host, int port) {
        network.pod.run(() -> Actors.ROUTES.put(name, Family.endpoint(host, port)) == null);
    }

    static String call(String host, int port, String service) {
        return network.pod.run(() -> Actors.call(new InetSocketAddress(host, port), service));
    }

    static long counter(String name) {
        return network.pod.run(() -> Actors.sidecar().counter(name));
    }

    static String exchange(String host, int port, String text) {
        return network.pod.run(() -> {
            try (RawClient client = new RawClient(new InetSocketAddress(host, port))) {
                client.send(text).endOutput();
                return client.readAll();
            }
        });
    }
}
