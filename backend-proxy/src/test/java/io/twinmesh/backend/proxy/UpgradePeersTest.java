package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.upgrade.Steps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers do to their connections while neither process serves them; the new one finds out, and keeps nothing that is gone. */
class UpgradePeersTest {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerSocket streams = opened(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
    private final FakeProvider provider = opened(FakeProvider.doing((connection, frame) -> {
        if (frame.text().contains("say")) {
            connection.send(Frame.ok(frame.id(), "hello"));
        }
    }));

    @TempDir
    private Path run;

    private Generations sidecars;
    private int descriptors;

    UpgradePeersTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        Endpoint echo = Endpoint.of("127.0.0.1", streams.getLocalPort());
        sidecars = opened(new Generations(
                run,
                () -> new FakeKernel(request -> new Decision.Forward(
                        "fake", request.protocol() == Protocol.TCP ? echo : provider.endpoint()))));
        descriptors = Generations.descriptors();
    }

    @AfterEach
    void closeAll() throws Exception {
        Steps.watchNoMore();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    private RawClient connect() throws IOException {
        return opened(sidecars.now().connect());
    }

    private RawClient caller() throws IOException {
        RawClient client = connect();
        client.send(Frame.call(1, "say")).read();
        return client;
    }

    /** Upgrades, and does something while nothing moves. */
    private void upgradeWhile(Callable<?> action) {
        AtomicBoolean done = new AtomicBoolean();
        Steps.watch(step -> {
            if (step.equals("FORWARD:STANDING_STILL")) {
                done.set(call(action));
            }
        });
        sidecars.next();
        Steps.watchNoMore();
        assertTrue(done.get());
    }

    private static boolean call(Callable<?> action) {
        try {
            action.call();
            return true;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing of clients that went away is there any more, another client is served, and so it is after one more upgrade. */
    private void assertOnlyOthersAreServed(int others) throws IOException {
        for (int i = 0; i < 2; i++) {
            await("open connections").until(() -> sidecars.now().counter("downstream_open") == others);
            await("calls and streams").until(() -> sidecars.now().inFlight() == 0);
            assertEquals(0, sidecars.now().kernel.open.get());
            assertEquals(0, sidecars.now().counter("faults"));
            try (RawClient other = sidecars.now().connect()) {
                other.send(Frame.call(5, "say"));
                assertEquals(Frame.ok(5, "hello"), other.read());
            }
            sidecars.next();
        }
    }

    @Test
    void aClientWithACallInFlightThatResetsIsGone() throws Exception {
        RawClient client = caller();
        client.send(Frame.call(7, "later"));
        provider.take();
        provider.take();

        upgradeWhile(() -> {
            client.reset();
            return null;
        });

        assertOnlyOthersAreServed(0);
        assertEquals(1, sidecars.now().counter("upstream_open"));
        Generations.awaitDescriptors(descriptors + 2);
    }

    @Test
    void aClientThatEndsItsSideIsGone() throws Exception {
        RawClient client = caller();

        upgradeWhile(() -> {
            client.endOutput();
            return null;
        });

        assertTrue(client.isClosedByPeer());
        assertOnlyOthersAreServed(0);
    }

    @Test
    void aClientThatHasSaidNothingYetAndResetsIsGone() throws Exception {
        RawClient silent = connect();
        RawClient half = connect();
        half.send(Arrays.copyOf(Frame.call(1, "say").bytes(), 1));
        await().until(() -> sidecars.now().counter("downstream_open") == 2);

        upgradeWhile(() -> {
            silent.reset();
            half.reset();
            return null;
        });

        assertOnlyOthersAreServed(0);
        Generations.awaitDescriptors(descriptors + 2);
    }

    @Test
    void aProviderThatResetsFailsItsCallsAndIsConnectedToAgain() throws Exception {
        RawClient client = caller();
        client.send(Frame.call(7, "later"));
        provider.take();
        provider.take();

        upgradeWhile(() -> {
            provider.connections().get(0).reset();
            return null;
        });

        Frame failed = client.read();
        assertEquals(7, failed.id());
        assertTrue(failed.text().contains("upstream closed"), failed.toString());
        client.send(Frame.call(8, "say"));
        assertEquals(Frame.ok(8, "hello"), client.read());
        assertEquals(1, sidecars.now().counter("upstream_open"));
        assertOnlyOthersAreServed(1);
    }

    private Socket stream(RawClient client) throws IOException {
        client.send(new byte[] {1, 2, 3});
        Socket stream = opened(streams.accept());
        stream.setSoTimeout(20_000);
        assertArrayEquals(new byte[] {1, 2, 3}, stream.getInputStream().readNBytes(3));
        return stream;
    }

    @Test
    void aStreamWhoseClientResetsEndsOnBothSides() throws Exception {
        RawClient client = connect();
        Socket stream = stream(client);

        upgradeWhile(() -> {
            client.reset();
            return null;
        });

        assertEquals(-1, stream.getInputStream().read());
        assertOnlyOthersAreServed(0);
    }

    @Test
    void aStreamWhoseServerResetsEndsOnBothSides() throws Exception {
        RawClient client = connect();
        Socket stream = stream(client);

        upgradeWhile(() -> {
            stream.setSoLinger(true, 0);
            stream.close();
            return null;
        });

        assertTrue(client.isClosedByPeer());
        assertOnlyOthersAreServed(0);
    }

    @Test
    void aStreamWhoseClientEndsItsSideIsAnsweredToItsEnd() throws Exception {
        RawClient client = connect();
        Socket stream = stream(client);

        upgradeWhile(() -> {
            client.send(new byte[] {4, 5}).endOutput();
            return null;
        });

        assertArrayEquals(new byte[] {4, 5}, stream.getInputStream().readAllBytes());
        sidecars.next();
        stream.getOutputStream().write("answer".getBytes(StandardCharsets.US_ASCII));
        stream.close();
        assertEquals("answer", client.readAll());
        assertOnlyOthersAreServed(0);
    }
}
