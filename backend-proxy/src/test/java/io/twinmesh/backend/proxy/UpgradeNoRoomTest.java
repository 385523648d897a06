package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.upgrade.Steps;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file system of the run directory is full, or read-only: an upgrade is refused with the reason or does without, the old process goes on,
 * neither keeps a descriptor or a file, and an upgrade works when there is room again.
 */
class UpgradeNoRoomTest {

    private static final int KILOBYTES = 256;
    private static final int FILES = 24;
    private static final int ANSWER = 500_000;

    @TempDir
    private Path directory;

    private TinyDisk disk;
    private FakeProvider provider;
    private Generations sidecars;
    private RawClient client;
    private int descriptors;
    private List<String> files;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "user: " + System.getProperty("user.name") + " (expected: root, to mount a small file system)");
        disk = new TinyDisk(directory.resolve("run"), KILOBYTES, FILES);
        provider = FakeProvider.doing((connection, frame) ->
                connection.send(frame.text().contains("much") ? much(frame.id()) : Frame.ok(frame.id(), "v")));
        sidecars = new Generations(directory.resolve("run"), () -> FakeKernel.to(provider.endpoint()));
        client = new RawClient(sidecars.now().address(), 4_096);
        assertCalled(1);
        descriptors = Generations.descriptors();
        files = files();
    }

    @AfterEach
    void close() throws IOException {
        Steps.watchNoMore();
        if (disk != null) {
            client.close();
            sidecars.close();
            provider.close();
            disk.close();
        }
    }

    private static Frame much(long id) {
        byte[] body = new byte[ANSWER];
        new Random(ANSWER).nextBytes(body);
        return new Frame(Frame.HESSIAN2, 20, id, body);
    }

    private void assertCalled(int id) throws IOException {
        assertEquals(Frame.ok(id, "v"), client.send(Frame.call(id, "say")).read());
    }

    /** What is there beside what the disk was filled with. */
    private List<String> files() {
        return Stream.of(new File(sidecars.home().toString()).list())
                .filter(name -> !name.startsWith("filler"))
                .sorted()
                .toList();
    }

    private void assertRefused(String subject, String reason) throws IOException {
        Sidecar old = sidecars.now();

        MeshConfigurationException refused = assertThrows(MeshConfigurationException.class, () -> sidecars.start());

        assertTrue(refused.getMessage().contains(subject), refused.getMessage());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        await("serving").until(() -> sidecars.situation().contains("state=serving"));
        assertCalled(2);
        assertEquals(1, old.counter("downstream_open"));
        assertEquals(files, files());
        Generations.awaitDescriptors(descriptors);
    }

    private void assertUpgraded() throws IOException {
        sidecars.next();
        assertCalled(3);
        assertEquals(1, sidecars.now().counter("downstream_open"));
        assertEquals(0, sidecars.now().counter("faults"));
    }

    @Test
    void withoutRoomForTheLedgerItIsRefused() throws Exception {
        disk.fill();

        assertRefused("ledger", "No space left");
        assertTrue(sidecars.situation().contains("last=ledger: No space left"), sidecars.situation());

        disk.free();
        assertUpgraded();
    }

    @Test
    void withoutRoomForAFileMoreItIsRefused() throws Exception {
        disk.fillWithFiles();

        assertRefused("ledger", "No space left");

        disk.free();
        assertUpgraded();
    }

    @Test
    void inAReadOnlyDirectoryItIsRefused() throws Exception {
        disk.readOnly(true);

        assertRefused("run-dir", "Read-only file system");

        disk.readOnly(false);
        assertUpgraded();
    }

    @Test
    void withoutRoomForWhatIsHeldItGoesWithTheOffer() throws Exception {
        for (int id = 10; id < 30; id++) {
            client.send(Frame.call(id, "much"));
        }
        await("answered").until(() -> sidecars.now().counter("dubbo_responses") == 21);
        await("held").until(() -> sidecars.now().counter("memory_held") > 2 * KILOBYTES << 10);

        sidecars.next();

        for (int id = 10; id < 30; id++) {
            assertEquals(much(id), client.read());
        }
        assertEquals(files, files());
        assertUpgraded();
    }

    @Test
    void aNewProcessThatCannotOpenItsDoorServesAndOpensItLater() throws Exception {
        Path inTheWay = sidecars.home()
                .resolve("upgrade.sock." + ProcessHandle.current().pid());
        Steps.watch(step -> {
            if (step.equals("FORWARD:TAKEN_SENT")) {
                assertTrue(inTheWay.resolve("full").toFile().mkdirs());
            }
        });
        sidecars.next();
        Steps.watchNoMore();
        assertEquals("", sidecars.situation());
        assertCalled(2);

        Files.delete(inTheWay.resolve("full"));
        Files.delete(inTheWay);

        await("a door").until(() -> sidecars.situation().contains("state=serving"));
        assertUpgraded();
    }
}
