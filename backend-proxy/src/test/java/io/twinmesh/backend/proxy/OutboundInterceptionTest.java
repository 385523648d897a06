package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of an application that knows nothing of the sidecar, through the kernel's real rules. Goes into the namespaces with its tasks. */
class OutboundInterceptionTest extends OutboundInterception {

    private static final long serialVersionUID = 1L;

    @ParameterizedTest
    @EnumSource
    void callThatNoRouteIsForGoesWhereItWasMeantToGo(Family family) {
        String host = family.peer(2);
        provider("meant", host, port);
        long passed = counter("dubbo_passed");

        await().until(() -> network.pod.run(Actors::forgetOutcomes));
        assertEquals("meant", call(host, port, "demo.Unknown"));

        assertEquals(passed + 1, counter("dubbo_passed"));
        assertEquals("[OK]", network.pod.run(Actors::outcomes), "for the kernel");
    }

    @ParameterizedTest
    @EnumSource
    void callWithARouteGoesToItsEndpointWhereverItsConnectionWasMeantToGo(Family family) {
        provider("meant", family.peer(2), port);
        provider("routed", family.peer(3), port + 1);
        route("demo.Routed", family.peer(3), port + 1);

        assertEquals("routed", call(family.peer(2), port, "demo.Routed"));
        assertEquals("routed", call("192.0.2.1", port, "demo.Routed"), "nobody has that address");
        assertEquals("meant", call(family.peer(2), port, "demo.Unknown"));
    }

    @ParameterizedTest
    @EnumSource
    void bytesOfUnknownProtocolsPassAndTheKernelIsAskedForThePortTheyWereMeantFor(Family family) {
        String host = family.peer(2);
        echo(host, port + 2, "");
        echo(host, port + 3, "routed:");
        String hello = "\1\2\3hello";

        assertEquals(hello, exchange(host, port + 2, hello));
        route("tcp:" + (port + 2), host, port + 3);
        assertEquals("routed:" + hello, exchange(host, port + 2, hello));
    }

    @Test
    void callInASerializationThatIsNotReadGoesWhereItWasMeantToGo() {
        String host = Family.V4.peer(2);
        provider("meant", host, port);

        assertEquals("meant", network.pod.run(() -> {
            try (RawClient client = new RawClient(new InetSocketAddress(host, port))) {
                Frame call = Frame.call(1, "demo.Unknown", "say", "x");
                return client.send(new Frame(0xc0 | 8, 0, 1, call.body()))
                        .read()
                        .said();
            }
        }));
    }

    @Test
    void decisionThatMayWaitIsPassedOnToo() {
        String host = Family.V4.peer(2);
        provider("meant", host, port);
        long aside = counter("dubbo_calls_aside");
        network.pod.run(() -> {
            Actors.sidecar().kernel.mayWait = key -> true;
            return true;
        });

        assertEquals("meant", call(host, port, "demo.Unknown"));

        assertEquals(aside + 1, counter("dubbo_calls_aside"));
        network.pod.run(() -> {
            Actors.sidecar().kernel.mayWait = key -> false;
            return true;
        });
    }

    @Test
    void whatNoRouteIsForIsRefusedIfThatIsAskedForAndSilentConnectionsStay() throws Exception {
        String host = Family.V4.peer(2);
        provider("meant", host, port);
        provider("routed", Family.V4.peer(3), port);
        restart("unmatched", "refuse");
        route("demo.Routed", Family.V4.peer(3), port);
        network.pod.run(() -> Actors.put("silent", new RawClient(new InetSocketAddress(host, port))));
        await().until(() -> counter("downstream_silent") == 1);

        assertTrue(call(host, port, "demo.Unknown").contains("twinmesh: no_route"));
        assertEquals("", exchange(host, port, "\1\2\3"), "closed without a word");
        assertEquals(
                "routed",
                network.pod.run(() -> Actors.client("silent")
                        .send(Frame.call(1, "demo.Routed", "say", "x"))
                        .read()
                        .said()));
        assertEquals(
                0, network.peer.run(() -> Actors.provider("meant").connections().size()));
        restart("unmatched", "pass");
    }

    @Test
    void oneCaughtConnectionTooManyIsClosedAndThePlaceOfAnotherIsFreeWhenItEnds() throws Exception {
        String host = Family.V4.peer(2);
        provider("meant", host, port);
        restart("connections-per-listener", "1");

        network.pod.run(() -> Actors.put("first", new RawClient(new InetSocketAddress(host, port))));
        await().until(() -> counter("downstream_open") == 1);
        assertEquals("", exchange(host, port, ""), "closed without a word");
        assertEquals(1, counter("downstream_limited"));
        network.pod.run(() -> Actors.act("first"));
        await().until(() -> counter("downstream_open") == 0);
        assertEquals("meant", call(host, port, "demo.Unknown"));

        restart("unmatched", "pass");
    }

    private static void restart(String option, String value) {
        network.pod.run(Actors::end);
        network.pod.run(() -> Actors.sidecar(
                "outbound", "[::]:15001", "outbound-mode", "transparent", "workers", "2", option, value));
    }

    @ParameterizedTest
    @EnumSource
    void callsToOneselfWorkAndAreNotIntercepted(Family family) {
        String self = family.pod();
        network.pod.run(() -> Actors.put("self", FakeProvider.named("self", new InetSocketAddress(self, port))));
        long accepted = counter("downstream_accepted");

        assertEquals("self", call(self, port, "demo.Self"));

        assertEquals(accepted, counter("downstream_accepted"));
    }

    @ParameterizedTest
    @EnumSource
    void routeToThePodsOwnAddressWorksAndIsNotCaughtAgain(Family family) {
        String self = family.pod();
        network.pod.run(() -> Actors.put("self", FakeProvider.named("self", new InetSocketAddress(self, port))));
        route("demo.Self", self, port);
        long accepted = counter("downstream_accepted");

        assertEquals("self", call(family.peer(2), port, "demo.Self"));

        assertEquals(
                accepted + 1, counter("downstream_accepted"), "the sidecar's own connection bypasses it by its mark");
    }

    @ParameterizedTest
    @EnumSource
    void connectionsStraightToTheListenerAreRefusedWithoutALoop(Family family) {
        String self = family.pod();
        long refused = counter("downstream_loop_refused");

        int grown = network.pod.run(() -> {
            int before = Actors.openFiles();
            for (int i = 0; i < 200; i++) {
                try (RawClient client = new RawClient(new InetSocketAddress(self, TestNetwork.OUTBOUND))) {
                    assertTrue(client.isClosedByPeer());
                }
            }
            return Actors.openFiles() - before;
        });

        assertEquals(refused + 200, counter("downstream_loop_refused"));
        assertTrue(grown <= 5, () -> "file descriptors: " + grown + " more");
    }

    @Test
    void aThousandConnectionsAtOnceReachWhatEachWasMeantFor() {
        String host = Family.V4.peer(2);
        for (int i = 0; i < 10; i++) {
            echo(host, port + i, "");
        }

        List<String> wrong =
                network.pod.run(() -> Actors.exchange(1000, i -> new InetSocketAddress(host, port + i % 10)));

        assertEquals(List.of(), wrong);
    }
}
