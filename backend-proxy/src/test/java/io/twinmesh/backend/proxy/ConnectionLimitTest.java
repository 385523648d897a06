package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections of clients a listener has at most. */
class ConnectionLimitTest {

    @TempDir
    private Path run;

    private final FakeProvider provider = FakeProvider.named("p");
    private final List<RawClient> held = new ArrayList<>();

    ConnectionLimitTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        for (RawClient client : held) {
            client.close();
        }
        provider.close();
    }

    /** A client that takes a place until the test ends. */
    private void hold(Sidecar sidecar) throws IOException {
        RawClient client = sidecar.connect();
        held.add(client);
        assertServed(client, 1);
    }

    private FakeKernel kernel() {
        return FakeKernel.to(provider.endpoint());
    }

    private static void assertServed(RawClient client, int id) throws IOException {
        assertEquals(Frame.ok(id, "p"), client.send(Frame.call(id, "say")).read());
    }

    private static void assertOneMoreIsClosed(Sidecar sidecar) throws IOException {
        assertOneMoreIsClosed(sidecar, sidecar.address());
    }

    private static void assertOneMoreIsClosed(Sidecar sidecar, InetSocketAddress address) throws IOException {
        long before = sidecar.counter("downstream_limited");
        try (RawClient client = new RawClient(address)) {
            assertTrue(client.isClosedByPeer());
        }
        assertEquals(before + 1, sidecar.counter("downstream_limited"));
    }

    private static void awaitOpen(Sidecar sidecar, int connections) {
        await().until(() -> sidecar.counter("downstream_open") == connections);
    }

    @Test
    void oneMoreIsClosedAtOnceAndThePlaceOfAnotherIsFreeWhenItEnds() throws Exception {
        try (Sidecar sidecar = Sidecar.outbound(kernel(), "workers", "2", "connections-per-listener", "2");
                RawClient stays = sidecar.connect()) {
            assertServed(stays, 1);
            for (int i = 0; i < 10; i++) {
                try (RawClient leaves = sidecar.connect()) {
                    assertServed(leaves, 1);
                    assertOneMoreIsClosed(sidecar);
                    assertServed(stays, 2);
                }
                awaitOpen(sidecar, 1);
            }
            assertEquals(11, sidecar.counter("downstream_accepted"));
        }
    }

    @Test
    void everyListenerHasPlacesOfItsOwn() throws Exception {
        try (Sidecar sidecar = Sidecar.of(
                        kernel(),
                        "outbound",
                        "127.0.0.1:0",
                        "inbound",
                        "127.0.0.1:0=" + provider.endpoint(),
                        "connections-per-listener",
                        "1");
                RawClient outbound = sidecar.connect();
                RawClient inbound = new RawClient(inbound(sidecar))) {
            assertServed(outbound, 1);
            assertServed(inbound, 1);

            assertOneMoreIsClosed(sidecar);
            assertOneMoreIsClosed(sidecar, inbound(sidecar));
        }
    }

    private static InetSocketAddress inbound(Sidecar sidecar) {
        String pair = sidecar.backend().addresses().get("inbound");
        return Addresses.parse("test", pair.substring(0, pair.indexOf('=')));
    }

    /** One that has said nothing, one with calls, one passed through: each is taken over by another part. */
    @Test
    void whatMovesInAnUpgradeHasItsPlaceInTheSuccessorUntilItEnds() throws Exception {
        try (ServerSocket echo = Actors.echo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "");
                Generations sidecars = new Generations(run, () -> kernel(echo), "connections-per-listener", "3");
                RawClient silent = sidecars.now().connect();
                RawClient caller = sidecars.now().connect();
                RawClient passed = sidecars.now().connect()) {
            assertServed(caller, 1);
            assertEchoed(passed);
            awaitOpen(sidecars.now(), 3);
            for (int i = 0; i < 2; i++) {
                sidecars.next();
                awaitOpen(sidecars.now(), 3);
                assertOneMoreIsClosed(sidecars.now());
                assertServed(caller, 2);
                assertEchoed(passed);
            }

            for (RawClient leaves : List.of(silent, caller, passed)) {
                leaves.close();
                awaitOpen(sidecars.now(), 2);
                hold(sidecars.now());
                assertOneMoreIsClosed(sidecars.now());
            }
        }
    }

    private FakeKernel kernel(ServerSocket echo) {
        Endpoint other = Endpoint.of("127.0.0.1", echo.getLocalPort());
        return new FakeKernel(
                request -> new Decision.Forward("c", request.protocol() == Protocol.TCP ? other : provider.endpoint()));
    }

    private static void assertEchoed(RawClient client) throws IOException {
        assertEquals("\1 hello", client.send("\1 hello\n").readLine());
    }

    @Test
    void aSuccessorWithFewerPlacesKeepsWhatMovesAndTakesNoMore() throws Exception {
        try (Generations sidecars = new Generations(run, this::kernel);
                RawClient stays = sidecars.now().connect()) {
            assertServed(stays, 1);
            try (RawClient other = sidecars.now().connect()) {
                assertServed(other, 1);

                sidecars.next("connections-per-listener", "1");

                assertServed(stays, 2);
                assertServed(other, 2);
                assertOneMoreIsClosed(sidecars.now());
            }
            awaitOpen(sidecars.now(), 1);
            assertOneMoreIsClosed(sidecars.now());
        }
    }
}
