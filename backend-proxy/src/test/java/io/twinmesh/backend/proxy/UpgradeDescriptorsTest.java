package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfigurationException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that may open no more files, as one side of an upgrade between real processes: it is refused with the reason, the old process goes
 * on, keeps no descriptor, and is upgraded when the limit is higher.
 */
class UpgradeDescriptorsTest {

    private static final int CLIENTS = 200;
    private static final int TOO_FEW = 200;
    private static final int ENOUGH = 5_000;

    /** More than the sockets of four clients, and fewer than must stay free beside them. */
    private static final int SOME = 12;

    private static final String PATIENCE_MILLIS = "1200";
    private static final String LONG = "600000";

    @TempDir
    private Path directory;

    private FakeProvider provider;
    private InetSocketAddress address;
    private SteppingChild old;
    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        provider = FakeProvider.named("v");
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FailureTest.freePort());
        old = child("0", List.of());
        assertTrue(old.awaitLine("serving"), old.toString());
    }

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        old.close();
        provider.close();
    }

    private Path run() {
        return directory.resolve("run");
    }

    private SteppingChild child(String probation, List<String> command) throws IOException {
        String endpoint = provider.endpoint().toString();
        return new SteppingChild(
                command,
                directory.resolve("log").toFile(),
                run().toString(),
                Integer.toString(address.getPort()),
                endpoint,
                endpoint,
                probation,
                PATIENCE_MILLIS,
                "-");
    }

    /** Connects clients whose calls are answered. */
    private void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(new RawClient(address));
        }
        assertServed();
    }

    private void assertServed() throws IOException {
        for (int i = 0; i < clients.size(); i++) {
            assertEquals(
                    Frame.ok(i, "v"), clients.get(i).send(Frame.call(i, "say")).read());
        }
    }

    private String situation() {
        return Question.ask(run().resolve("m"), "describe");
    }

    private static void limit(SteppingChild child, int descriptors) throws Exception {
        String limits = "--nofile=" + descriptors + ":" + ENOUGH;
        Process process = new ProcessBuilder("prlimit", "--pid", Long.toString(child.pid()), limits).start();
        assertEquals(0, process.waitFor(), limits);
    }

    private Set<Integer> descriptors() {
        String[] names = new File("/proc/" + old.pid() + "/fd").list();
        return Stream.of(names).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lets the old process open so many files and no more. */
    private void leave(int count) throws Exception {
        Set<Integer> open = descriptors();
        int limit = 0;
        for (int free = 0; free < count || open.contains(limit); limit++) {
            free += open.contains(limit) ? 0 : 1;
        }
        limit(old, limit);
    }

    @Test
    void aNewProcessThatMayOpenTooFewIsRefused() throws Exception {
        connect(CLIENTS);
        int before = descriptors().size();
        try (SteppingChild fresh = child("0", List.of("prlimit", "--nofile=" + TOO_FEW + ":" + TOO_FEW))) {
            fresh.awaitEnd();

            assertTrue(fresh.last().startsWith("refused "), fresh.toString());
            assertTrue(fresh.last().contains("descriptors: 20"), fresh.toString());
        }
        await("serving").until(() -> situation().contains("state=serving"));
        assertTrue(situation().contains("last=the other process refuses: descriptors: 20"), situation());
        await("descriptors, at most " + before).until(() -> descriptors().size() <= before);
        assertServed();
        assertUpgraded();
    }

    private void assertUpgraded() throws IOException {
        SteppingChild before = old;
        old = child("0", List.of("prlimit", "--nofile=" + ENOUGH + ":" + ENOUGH));
        before.awaitEnd();
        assertEquals("ended", before.last());
        assertTrue(old.hasSaid("serving"), old.toString());
        assertServed();
    }

    /** A successor in this process, which may open as many as it likes. */
    private Sidecar successor() {
        return Sidecar.of(
                FakeKernel.to(provider.endpoint()),
                "id",
                "m",
                "run-dir",
                run().toString(),
                "outbound",
                "127.0.0.1:" + address.getPort(),
                "workers",
                "2",
                "probation-ms",
                LONG,
                "upgrade-step-ms",
                PATIENCE_MILLIS,
                "upgrade-drill-ms",
                "0");
    }

    /** Everything that the old process needs for an upgrade is loaded by then: classes are files, too. */
    private void goThereAndBack() throws IOException {
        Sidecar fresh = successor();
        await("on probation").until(() -> situation().contains("state=probation"));
        assertServed();
        fresh.close();
        await("back").until(() -> situation().contains("state=serving"));
        assertServed();
    }

    private boolean isLetIn() throws IOException {
        try {
            goThereAndBack();
            return true;
        } catch (MeshConfigurationException refused) {
            return false;
        }
    }

    private String refusal() {
        return assertThrows(MeshConfigurationException.class, this::successor).getMessage();
    }

    @Test
    void anOldProcessThatMayOpenNoMoreGoesOn() throws Exception {
        connect(4);
        goThereAndBack();
        int ours = Generations.descriptors();
        int before = descriptors().size();

        leave(0);
        String silent = refusal();
        assertServed();
        limit(old, ENOUGH);
        await("nobody is in the way who has knocked in vain").until(this::isLetIn);
        leave(1);
        String noLedger = refusal();
        assertServed();
        limit(old, ENOUGH);

        assertTrue(silent.contains("says nothing"), silent);
        assertTrue(noLedger.contains("ledger") && noLedger.contains("Too many open files"), noLedger);
        await("serving").until(() -> situation().contains("state=serving"));
        await("descriptors, at most " + before).until(() -> descriptors().size() <= before);
        Generations.awaitDescriptors(ours);
        goThereAndBack();
    }

    @Test
    void anOldProcessThatMayOpenTooFewTakesNothingBackAndTheNewOneGoesOn() throws Exception {
        connect(4);
        goThereAndBack();
        try (Sidecar fresh = successor()) {
            await("on probation").until(() -> situation().contains("state=probation"));
            leave(SOME);

            assertEquals("asked\n", Question.ask(run().resolve("m"), "return"));

            old.awaitEnd();
            assertEquals("ended", old.last());
            assertServed();
            assertEquals(4, fresh.counter("downstream_open"));
        }
    }
}
