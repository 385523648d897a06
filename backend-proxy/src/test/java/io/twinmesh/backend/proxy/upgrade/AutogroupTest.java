package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

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

    /** Anybody but root may change a share once in 100 ms, and may not make threads heavier. */
    @Test
    void whoeverIsToldToTryAgainDoes() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/proc/self/autogroup")),
                "/proc/self/autogroup: not there (expected: a kernel with autogroups)");
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid", "65534", "--clear-groups"));
        }
        command.addAll(List.of("setsid", "--wait", System.getProperty("java.home") + "/bin/java", "-cp", classPath()));
        command.add(Stepping.class.getName());
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals("5050500", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    /** Where another user can read it. */
    private String classPath() throws Exception {
        for (Class<?> type : List.of(Autogroup.class, Niceness.class, Stepping.class)) {
            String file = type.getName().replace('.', '/') + ".class";
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.getParent());
            try (InputStream compiled = type.getResourceAsStream("/" + file)) {
                Files.copy(compiled, copy);
            }
        }
        Path slf4j = Path.of(
                Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(slf4j, directory.resolve("slf4j.jar"));
        new ProcessBuilder("chmod", "-R", "a+rX", directory.toString()).start().waitFor();
        return directory + ":" + directory.resolve("slf4j.jar");
    }

    @Test
    void aFileThatCannotBeOpenedIsNotTriedAgain() throws IOException {
        write("4711 (java) S 1 4711 4711 0 -1", "/autogroup-7 nice 0\n");
        Autogroup group = Autogroup.stepBack(directory);
        Files.delete(directory.resolve("autogroup"));
        Files.createDirectory(directory.resolve("autogroup"));
        group.stepForth();
        assertTrue(Files.isDirectory(directory.resolve("autogroup")));
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
