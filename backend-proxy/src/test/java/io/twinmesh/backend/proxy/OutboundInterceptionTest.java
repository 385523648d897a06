package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of an application that knows nothing of the sidecar, through the kernel's real rules. Goes into the namespaces with its tasks. */
class OutboundInterceptionTest implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(TestNetwork.FIRST_PORT);

    /** Ten ports that no other test uses. */
    private final int port = NEXT_PORT.getAndAdd(10);

    private static TestNetwork network;

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

    private static void provider(String name, String host, int port) {
        network.peer.run(() -> Actors.put(name, FakeProvider.named(name, new InetSocketAddress(host, port))));
    }

    private static void echo(String host, int port, String greeting) {
        network.peer.run(() -> Actors.put(host + port, Actors.echo(new InetSocketAddress(host, port), greeting)));
    }

    private static void route(String name, String host, int port) {
        network.pod.run(() -> Actors.ROUTES.put(name, Family.endpoint(host, port)) == null);
    }

    private static String call(String host, int port, String service) {
        return network.pod.run(() -> Actors.call(new InetSocketAddress(host, port), service));
    }

    private static long counter(String name) {
        return network.pod.run(() -> Actors.sidecar().counter(name));
    }

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

    @Test
    void destinationThatIsInNoClusterStaysConnectedForTheClientThatChoseIt() {
        String host = Family.V4.peer(2);
        provider("meant", host, port);
        provider("routed", host, port + 1);
        route("demo.Routed", host, port + 1);
        long retired = counter("upstream_retired");
        long lost = counter("downstream_destination_lost");
        network.pod.run(() -> Actors.put("idle", new RawClient(new InetSocketAddress(host, port))));
        assertEquals("meant", callAgain("demo.Unknown"));
        assertEquals("routed", callAgain("demo.Routed"));

        network.pod.run(() -> Actors.leave(Family.endpoint(host, port)));
        network.pod.run(() -> Actors.leave(Family.endpoint(host, port + 1)));

        await().atMost(Duration.ofSeconds(30)).until(() -> counter("upstream_retired") > retired);
        assertEquals("meant", callAgain("demo.Unknown"));
        assertEquals(retired + 1, counter("upstream_retired"));
        assertEquals(lost, counter("downstream_destination_lost"));
    }

    private static String callAgain(String service) {
        return network.pod.run(() -> Actors.client("idle")
                .send(Frame.call(1, service, "say", "x"))
                .read()
                .said());
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

    private static String exchange(String host, int port, String text) {
        return network.pod.run(() -> {
            try (RawClient client = new RawClient(new InetSocketAddress(host, port))) {
                client.send(text).endOutput();
                return client.readAll();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void serverThatSpeaksFirstIsHeard(Family family) {
        String host = family.peer(2);
        echo(host, port + 2, "welcome FROM\n");
        long connections = counter("tcp_connections");

        String heard = network.pod.run(() -> {
            try (RawClient client = new RawClient(new InetSocketAddress(host, port + 2))) {
                String greeting = client.readLine();
                client.send("\3bye").endOutput();
                return greeting + client.readAll();
            }
        });

        assertTrue(heard.startsWith("welcome ") && heard.endsWith("\3bye"), heard);
        assertEquals(connections + 1, counter("tcp_connections"));
        assertEquals("welcome ", exchange(host, port + 2, "").substring(0, 8), "to a client that never says a word");
    }

    @ParameterizedTest
    @EnumSource
    void silentConnectionIsStillRoutedByItsCallsWhenTheyCome(Family family) {
        String host = family.peer(2);
        provider("meant", host, port);
        provider("routed", family.peer(3), port);
        route("demo.Routed", family.peer(3), port);
        long silent = counter("downstream_silent");

        network.pod.run(() -> Actors.put("client", new RawClient(new InetSocketAddress(host, port))));
        await().until(() -> counter("downstream_silent") == silent + 1);
        network.peer.run(() -> {
            await().until(() -> Actors.provider("meant").connections().size() == 1);
            return true;
        });

        assertEquals(
                "routed",
                network.pod.run(() -> Actors.client("client")
                        .send(Frame.call(1, "demo.Routed", "say", "x"))
                        .read()
                        .said()));
        assertEquals(
                "meant",
                network.pod.run(() -> Actors.client("client")
                        .send(Frame.call(2, "demo.Unknown", "say", "x"))
                        .read()
                        .said()));
    }

    @Test
    void silentConnectionToNobodyIsRoutedByItsCalls() {
        provider("routed", Family.V4.peer(3), port);
        route("demo.Routed", Family.V4.peer(3), port);
        String nobody = Family.V4.peer(2);
        long silent = counter("downstream_silent");
        long failed = counter("upstream_connect_failed");

        network.pod.run(() -> Actors.put("client", new RawClient(new InetSocketAddress(nobody, port))));
        await().until(() -> counter("downstream_silent") == silent + 1);
        await().until(() -> counter("upstream_connect_failed") > failed);

        assertEquals(
                "routed",
                network.pod.run(() -> Actors.client("client")
                        .send(Frame.call(1, "demo.Routed", "say", "x"))
                        .read()
                        .said()));
    }

    @Test
    void readonlyOfAProviderReachesTheClientsThatChoseItAndNoOthers() {
        String host = Family.V4.peer(2);
        provider("meant", host, port);
        provider("routed", Family.V4.peer(3), port);
        route("demo.Routed", Family.V4.peer(3), port);
        network.pod.run(() -> {
            for (String name : List.of("chose", "routed")) {
                Actors.put(name, new RawClient(new InetSocketAddress(host, port)));
            }
            Actors.client("routed")
                    .send(Frame.call(1, "demo.Routed", "say", "x"))
                    .read();
            Actors.client("chose")
                    .send(Frame.call(1, "demo.Unknown", "say", "x"))
                    .read();
            return true;
        });

        for (String name : List.of("meant", "routed")) {
            network.peer.run(() -> {
                Actors.provider(name).connections().forEach(each -> each.send(Frame.event('R')));
                return true;
            });
        }

        assertTrue(network.pod.run(
                () -> Frame.event('R').equals(Actors.client("chose").read())));
        assertEquals(
                "routed",
                network.pod.run(() -> Actors.client("routed")
                        .send(Frame.call(2, "demo.Routed", "say", "x"))
                        .read()
                        .said()),
                "its next frame is the answer");
    }

    @Test
    void lossOfADestinationEndsTheClientsThatChoseItAfterTheirLastAnswer() {
        String host = Family.V4.peer(2);
        provider("meant", host, port);
        network.peer.run(() -> Actors.put("slow", FakeProvider.silent(new InetSocketAddress(Family.V4.peer(3), port))));
        route("demo.Slow", Family.V4.peer(3), port);
        network.pod.run(() -> {
            Actors.put("client", new RawClient(new InetSocketAddress(host, port)));
            Actors.client("client")
                    .send(Frame.call(1, "demo.Unknown", "say", "x"))
                    .read();
            Actors.client("client").send(Frame.call(2, "demo.Slow", "say", "x"));
            return true;
        });
        network.peer.run(() -> {
            Frame slow = Actors.provider("slow").take();
            Actors.provider("meant").close();
            await().until(() -> Actors.provider("meant").connections().size() == 1);
            Actors.put(
                    "answer", () -> Actors.provider("slow").connections().get(0).send(Frame.ok(slow.id(), "late")));
            return true;
        });

        assertTrue(network.pod.run(
                () -> Frame.event('R').equals(Actors.client("client").read())));
        network.peer.run(() -> Actors.act("answer"));
        assertEquals(
                "late", network.pod.run(() -> Actors.client("client").read().said()));
        assertTrue(network.pod.run(() -> Actors.client("client").isClosedByPeer()));
    }

    @Test
    void clientOfADestinationThatRefusesGetsAnErrorAndIsEnded() {
        String nobody = Family.V4.peer(2);

        String answers = network.pod.run(() -> {
            try (RawClient client = new RawClient(new InetSocketAddress(nobody, port))) {
                client.send(Frame.call(1, "demo.Unknown", "say", "x"));
                return client.read().isEvent() + " " + client.read().said() + " " + client.isClosedByPeer();
            }
        });

        assertTrue(answers.startsWith("true ") && answers.endsWith(" true"), answers);
        assertTrue(answers.contains("twinmesh: upstream unreachable: 10.77.0.2:" + port), answers);
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
    void destinationThatComesBackIsReachedByTheNextCall() {
        String host = Family.V4.peer(2);
        network.pod.run(() -> {
            try (RawClient client = new RawClient(new InetSocketAddress(host, port))) {
                return client.send(Frame.call(1, "demo.Unknown", "say", "x"))
                        .read()
                        .isEvent();
            }
        });
        provider("meant", host, port);

        assertEquals("meant", call(host, port, "demo.Unknown"), "without waiting for the next attempt of the sidecar");
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
