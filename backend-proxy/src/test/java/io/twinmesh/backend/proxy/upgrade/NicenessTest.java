package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the threads of another Java process, whose weight is the kernel's. */
@Timeout(60)
class NicenessTest {

    private static final String RENICE = "renice 10 -p $$ && renice 0 -p $$";

    @TempDir
    private Path directory;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** A process of many threads, once it runs. */
    private Path tasks(String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Idle.class.getName()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        assertEquals("ready", said.readLine());
        return Path.of("/proc", String.valueOf(process.pid()), "task");
    }

    /** Says that it is there, and is until it is ended. */
    static final class Idle {

        private Idle() {}

        public static void main(String[] args) throws IOException {
            System.out.println("ready");
            System.in.read();
        }
    }

    private static Set<String> nice(Path tasks) throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                all.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 18)[16]);
            }
        }
        return all;
    }

    private static boolean mayStepForth() throws Exception {
        return new ProcessBuilder("sh", "-c", RENICE)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void everyThreadStepsBackAndForthWhereThatIsAllowed() throws Exception {
        Path tasks = tasks();
        Niceness threads = Niceness.stepBack(tasks);
        assertEquals(Set.of(mayStepForth() ? "10" : "0"), nice(tasks));
        threads.stepForth();
        assertEquals(Set.of("0"), nice(tasks));
        threads.stepForth();
        assertEquals(Set.of("0"), nice(tasks));
    }

    @Test
    void aWeightThatSomebodyGaveStays() throws Exception {
        Path tasks = tasks("nice", "-n", "3");
        Niceness threads = Niceness.stepBack(tasks);
        assertEquals(Set.of("3"), nice(tasks));
        threads.stepForth();
        assertEquals(Set.of("3"), nice(tasks));
    }

    @Test
    void aSystemWithoutThreadsToLookAtIsLeftAlone() {
        Niceness threads = Niceness.stepBack(directory.resolve("none"));
        threads.stepForth();
        assertFalse(Files.exists(directory.resolve("none")));
    }
}
