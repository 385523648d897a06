package io.twinmesh.backend.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls to an application that knows nothing of the sidecar, through the kernel's real rules. Goes into the namespaces with its tasks. */
class InboundInterceptionTest implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(TestNetwork.FIRST_PORT);

    /** Ten ports that no other test uses. */
    private final int port = NEXT_PORT.getAndAdd(10);

    private static TestNetwork network;

    @BeforeAll
    static void open() throws Exception {
        network = TestNetwork.open();
    }

    private static void sidecar(boolean keepAddress, String... more) {
        List<String> options = new ArrayList<>(List.of("inbound", "[::]:15006", "inbound-mode", "transparent"));
        options.addAll(List.of("preserve-client-address", String.valueOf(keepAddress), "workers", "2"));
        options.addAll(List.of(more));
        String[] all = options.toArray(String[]::new);
        network.pod.run(() -> Actors.sidecar(all));
    }

    @AfterEach
    void clear() {
        network.pod.run(Actors::end);
        network.peer.run(Actors::end);
    }

    @AfterAll
    static void close() throws Exception {
        if (network != null) {
            assertEquals(0, network.pod.run(Actors::connectionsTracked), "connections tracked by the kernel");
            network.close();
        }
    }

    private static void application(String name, String host, int port) {
        network.pod.run(() -> Actors.put(name, FakeProvider.named(name, new InetSocketAddress(host, port))));
    }

    private static String clientsOf(String application) {
        return network.pod.run(() -> Actors.provider(application).connections().stream()
                .map(each -> each.peer().getAddress().getHostAddress())
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new))
                .toString());
    }

    private static long counter(String name) {
        return network.pod.run(() -> Actors.sidecar().counter(name));
    }

    @ParameterizedTest
    @CsvSource({"V4, false", "V4, true", "V6, false", "V6, true"})
    void callReachesTheApplicationItWasMeantForFromTheAddressAskedFor(Family family, boolean keepAddress) {
        sidecar(keepAddress);
        String pod = family.pod();
        application("one", pod, port);
        application("two", pod, port + 1);

        for (int client : List.of(2, 3)) {
            String from = family.peer(client);
            assertEquals("one", network.peer.run(() -> Actors.call(from, new InetSocketAddress(pod, port))));
            assertEquals("two", network.peer.run(() -> Actors.call(from, new InetSocketAddress(pod, port + 1))));
        }

        String seen = keepAddress ? hosts(family.peer(2), family.peer(3)) : hosts(pod);
        assertEquals(seen, clientsOf("one"));
        assertEquals(seen, clientsOf("two"));
        assertEquals(4, counter("dubbo_requests"));
    }

    private static String hosts(String... names) {
        return List.of(names).stream()
                .map(name -> new InetSocketAddress(name, 1).getAddress().getHostAddress())
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new))
                .toString();
    }

    @ParameterizedTest
    @CsvSource({"V4, false", "V4, true", "V6, false", "V6, true"})
    void otherProtocolsReachTheApplicationWhoeverSpeaksFirst(Family family, boolean keepAddress) {
        sidecar(keepAddress);
        String pod = family.pod();
        network.pod.run(() -> Actors.put("echo", Actors.echo(new InetSocketAddress(pod, port), "hello FROM\n")));

        String from = family.peer(2);
        String heard = network.peer.run(() -> {
            try (RawClient client = new RawClient(from, new InetSocketAddress(pod, port))) {
                String greeting = client.readLine();
                client.send("\3bye").endOutput();
                return greeting + client.readAll();
            }
        });

        String seen = hosts(keepAddress ? from : pod);
        assertEquals("hello " + seen.substring(1, seen.length() - 1) + "\3bye", heard);
    }

    /** Which mark leads the application's answers back to the sidecar. */
    private static void keepBy(int mark) {
        network.pod.run(() -> {
            for (String rule : List.of("del pref 1001", "add pref 1001 fwmark " + mark + " lookup 100")) {
                new ProcessBuilder(("ip -4 rule " + rule).split(" ", -1))
                        .start()
                        .waitFor();
            }
            return mark;
        });
    }

    @Test
    void clientAddressIsKeptWithTheMarkThatTheRulesAreGiven() {
        keepBy(7);
        try {
            sidecar(true, "keep-mark", "7");
            String pod = Family.V4.pod();
            application("one", pod, port);
            network.pod.run(() ->
                    Actors.put("echo", Actors.echo(new InetSocketAddress(pod, port + 1), "hello FROM\n")));

            String from = Family.V4.peer(2);
            assertEquals("one", network.peer.run(() -> Actors.call(from, new InetSocketAddress(pod, port))));
            String heard = network.peer.run(() -> {
                try (RawClient client = new RawClient(from, new InetSocketAddress(pod, port + 1))) {
                    return client.readLine();
                }
            });

            assertEquals(hosts(from), clientsOf("one"));
            assertEquals("hello " + from, heard.strip());
        } finally {
            keepBy(3);
        }
    }

    @Test
    void connectionOfAClientAddressEndsWithItsLastClient() {
        sidecar(true);
        String pod = Family.V4.pod();
        application("app", pod, port);

        network.peer.run(() -> Actors.call(new InetSocketAddress(pod, port), "demo.Hello"));

        org.awaitility.Awaitility.await().until(() -> counter("upstream_open") == 0);
    }

    @Test
    void readonlyOfOneApplicationReachesItsClientsOnly() {
        sidecar(false);
        String pod = Family.V4.pod();
        application("drains", pod, port);
        application("stays", pod, port + 1);
        network.peer.run(() -> {
            for (int i = 0; i < 2; i++) {
                Actors.put("client" + i, new RawClient(new InetSocketAddress(pod, port + i)));
                Actors.client("client" + i).send(Frame.call(1, "say")).read();
            }
            return true;
        });

        network.pod.run(() -> {
            Actors.provider("drains").connections().get(0).send(Frame.event('R'));
            return true;
        });

        assertTrue(network.peer.run(
                () -> Frame.event('R').equals(Actors.client("client0").read())));
        assertEquals(
                "stays",
                network.peer.run(() -> Actors.client("client1")
                        .send(Frame.call(2, "say"))
                        .read()
                        .said()));
    }

    @ParameterizedTest
    @EnumSource
    void connectionsStraightToTheListenerAreRefusedWithoutALoop(Family family) {
        sidecar(true);
        String pod = family.pod();
        int before = network.pod.run(Actors::openFiles);

        for (OtherJvm from : List.of(network.pod, network.peer)) {
            from.run(() -> {
                for (int i = 0; i < 100; i++) {
                    try (RawClient client = new RawClient(new InetSocketAddress(pod, TestNetwork.INBOUND))) {
                        assertTrue(client.isClosedByPeer());
                    }
                }
                return true;
            });
        }

        assertEquals(200, counter("downstream_loop_refused"));
        int grown = network.pod.run(Actors::openFiles) - before;
        assertTrue(grown <= 5, () -> "file descriptors: " + grown + " more");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aThousandConnectionsOfOneAddressAtOnceAreKeptApart(boolean keepAddress) {
        sidecar(keepAddress);
        String pod = Family.V4.pod();
        network.pod.run(() -> Actors.put("echo", Actors.echo(new InetSocketAddress(pod, port), "")));

        List<String> wrong = network.peer.run(() -> Actors.exchange(1000, i -> new InetSocketAddress(pod, port)));

        assertEquals(List.of(), wrong);
    }
}
