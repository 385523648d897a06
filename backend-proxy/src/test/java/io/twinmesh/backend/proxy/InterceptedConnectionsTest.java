package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that an application opens past the sidecar, as it believes: the ends of both sides are those of the way it meant. */
class InterceptedConnectionsTest extends OutboundInterception {

    private static final long serialVersionUID = 1L;

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
}
