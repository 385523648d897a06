package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners, many and other ones, from one process to the next. */
class UpgradeListenersTest {

    private static final int SOME = 20;

    @TempDir
    private Path run;

    private final FakeProvider provider = FakeProvider.named("v");
    private final List<RawClient> clients = new ArrayList<>();
    private Generations sidecars;

    UpgradeListenersTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        sidecars.close();
        provider.close();
    }

    /** Each on an address of its own, so that the words that ask for it are its own, too. */
    private String inbound(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "127.7." + i / 250 + "." + (i % 250 + 1) + ":0=" + provider.endpoint())
                .collect(Collectors.joining(","));
    }

    private void start(String inbound) {
        sidecars = new Generations(run, () -> FakeKernel.to(provider.endpoint()), "inbound", inbound);
    }

    private List<InetSocketAddress> addresses() {
        return List.of(sidecars.now().backend().addresses().get("inbound").split(",")).stream()
                .map(pair -> Addresses.parse("test", pair.substring(0, pair.indexOf('='))))
                .toList();
    }

    private RawClient connect(InetSocketAddress address) throws IOException {
        RawClient client = new RawClient(address);
        clients.add(client);
        return client;
    }

    private static void assertCalled(RawClient client, int id) throws IOException {
        assertEquals(Frame.ok(id, "v"), client.send(Frame.call(id, "say")).read());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 253, 1_000})
    void everyListenerAndItsConnectionsGoOver(int count) throws Exception {
        start(inbound(0, count));
        List<InetSocketAddress> before = addresses();
        assertEquals(count, before.size());
        int step = Math.max(1, count / SOME);
        for (int i = 0; i < count; i += step) {
            assertCalled(connect(before.get(i)), 1);
        }
        int descriptors = Generations.descriptors();

        sidecars.next("workers", "1");

        assertEquals(before, addresses());
        for (RawClient client : clients) {
            assertCalled(client, 2);
        }
        for (int i = 0; i < count; i += step) {
            try (RawClient fresh = new RawClient(before.get(i))) {
                assertCalled(fresh, 3);
            }
        }
        await().until(() -> sidecars.now().counter("downstream_open") == clients.size());
        Generations.awaitDescriptors(descriptors + 1);
    }

    @Test
    void aListenerThatIsNotAskedForAnyMoreDrainsAndANewOneIsBound() throws Exception {
        start(inbound(0, 2));
        Sidecar old = sidecars.now();
        RawClient stays = connect(addresses().get(0));
        RawClient leaves = connect(addresses().get(1));
        assertCalled(stays, 1);
        assertCalled(leaves, 1);

        Sidecar fresh = sidecars.start("inbound", inbound(0, 1) + "," + inbound(2, 3));

        assertTrue(leaves.read().isEvent(), "READONLY");
        assertCalled(leaves, 2);
        assertCalled(stays, 2);
        assertCalled(connect(addresses().get(1)), 1);
        assertEquals(2, fresh.counter("downstream_open"));
        leaves.close();
        Generations.awaitEnd(old);
        assertEquals(0, old.inFlight());
    }

    @Test
    void theOldProcessStaysAsLongAsAClientOfWhatItKeeps() throws Exception {
        sidecars = new Generations(
                run, () -> FakeKernel.to(provider.endpoint()), "inbound", inbound(0, 2), "drain-ms", "600000");
        Sidecar old = sidecars.now();
        RawClient stays = connect(addresses().get(1));
        assertCalled(stays, 1);

        sidecars.start("inbound", inbound(0, 1));

        assertTrue(stays.read().isEvent(), "READONLY");
        await().until(() -> sidecars.situation().contains("state=serving"));
        assertCalled(stays, 2);
        assertFalse(old.backend().ended().toCompletableFuture().isDone());
        stays.close();
        Generations.awaitEnd(old);
    }

    @Test
    void whatOnlyTheNewProcessListensOnIsDrainedOnTheWayBack() throws Exception {
        start(inbound(0, 1));
        try (FakeProvider silent = FakeProvider.silent()) {
            Sidecar fresh = sidecars.start(
                    "inbound",
                    inbound(0, 1) + ",127.7.9.9:0=" + silent.endpoint(),
                    "probation-ms",
                    "600000",
                    "drain-ms",
                    "600000");
            RawClient client = connect(addresses().get(1));
            client.send(Frame.call(1, "say"));
            Frame call = silent.take();

            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(fresh::close, task -> new Thread(task).start());

            assertTrue(client.read().isEvent(), "READONLY");
            silent.connections().get(0).send(Frame.ok(call.id(), "late"));
            assertEquals(Frame.ok(1, "late"), client.read());
            client.close();
            closing.join();
        }
    }

    @Test
    void clientsThatWereToldToGoMayStayWhenEverythingComesBack() throws Exception {
        start(inbound(0, 1));
        RawClient told = connect(addresses().get(0));
        assertCalled(told, 1);
        Sidecar fresh = sidecars.start("inbound", inbound(2, 3), "probation-ms", "600000");
        assertTrue(told.read().isEvent(), "READONLY");

        fresh.close();

        assertTrue(told.read().isEvent(), "WRITEABLE");
        assertCalled(told, 2);
    }

    @Test
    void otherNumbersOfWorkersShareTheConnectionsAnew() throws Exception {
        start(inbound(0, 1));
        for (int i = 0; i < SOME; i++) {
            assertCalled(
                    connect(i % 2 == 0 ? sidecars.now().address() : addresses().get(0)), 1);
        }
        int id = 2;
        for (String workers : List.of("4", "1", "3", "2")) {
            for (RawClient client : clients) {
                client.send(Frame.call(id, "say"));
            }
            sidecars.next("workers", workers);
            for (RawClient client : clients) {
                assertEquals(Frame.ok(id, "v"), client.read());
                assertCalled(client, id + 1);
            }
            assertEquals(SOME, sidecars.now().counter("downstream_open"), workers + " workers");
            id += 2;
        }
    }
}
