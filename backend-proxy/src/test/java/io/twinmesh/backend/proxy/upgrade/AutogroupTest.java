package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a process that leads a session, where the kernel has autogroups; on files that look like the kernel's, everywhere. */
@Timeout(60)
class AutogroupTest {

    @TempDir
    private Path directory;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void theLeaderOfASessionStepsBackAndForth() throws Exception {
        process = new ProcessBuilder("setsid", "sleep", "60").start();
        Path proc = Path.of("/proc", String.valueOf(process.pid()));
        while (!Files.readString(proc.resolve("comm")).startsWith("sleep")) {
            Thread.onSpinWait();
        }
        Path file = proc.resolve("autogroup");
        boolean known = Files.exists(file);
        Autogroup group = Autogroup.stepBack(proc);
        if (known) {
            assertTrue(Files.readString(file).stripTrailing().endsWith(" nice 5"), () -> text(file));
        }
        group.stepForth();
        assertEquals(known, Files.exists(file));
        if (known) {
            assertTrue(Files.readString(file).stripTrailing().endsWith(" nice 0"), () -> text(file));
        }
    }

    @Test
    void whoIsInTheSessionOfAnotherChangesNothing() throws IOException {
        write("4711 (a name) with ) in it) S 1 4700 4700 0 -1", "/autogroup-7 nice 0\n");
        Autogroup.stepBack(directory).stepForth();
        assertEquals("/autogroup-7 nice 0\n", text(directory.resolve("autogroup")));
    }

    @Test
    void aShareThatSomebodySetStays() throws IOException {
        write("4711 (java) S 1 4711 4711 0 -1", "/autogroup-7 nice 3\n");
        Autogroup.stepBack(directory).stepForth();
        assertEquals("/autogroup-7 nice 3\n", text(directory.resolve("autogroup")));
    }

    @Test
    void aLeaderIsKnownByItsSession() throws IOException {
        write("4711 (a name) with ) in it) S 1 4700 4711 0 -1", "/autogroup-7 nice 0\n");
        Autogroup group = Autogroup.stepBack(directory);
        assertEquals("5", text(directory.resolve("autogroup")));
        group.stepForth();
        assertEquals("0", text(directory.resolve("autogroup")));
    }

    @Test
    void aKernelWithoutAutogroupsIsLeftAlone() throws IOException {
        Files.writeString(directory.resolve("stat"), "4711 (java) S 1 4711 4711 0 -1");
        Autogroup.stepBack(directory).stepForth();
        assertFalse(Files.exists(directory.resolve("autogroup")));
    }

    private void write(String stat, String autogroup) throws IOException {
        Files.writeString(directory.resolve("stat"), stat);
        Files.writeString(directory.resolve("autogroup"), autogroup);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
