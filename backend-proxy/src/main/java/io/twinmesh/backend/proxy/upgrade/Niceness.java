package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weight of this process's threads beside others of the same session or control group. A process that gets ready to succeed another wants
 * all processors for seconds, and every call that is served meanwhile waits for it; so its threads step back to a tenth of the usual weight
 * ({@code nice 10}) until it takes over. Only where the kernel lets it take the usual weight again, which needs CAP_SYS_NICE or a resource limit
 * ({@code sched(7)}), and whoever started it did not give it another one. Threads: one.
 */
final class Niceness {

    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final int BACK = 10;
    private static final int TRIES = 5;
    private static final int SECONDS = 5;
    private static final int FIELD = 16; // of those behind the name, in /proc/PID/stat

    private final Path tasks;
    private boolean back;

    private Niceness(Path tasks) {
        this.tasks = tasks;
    }

    /** That of this process, stepped back if it may step forth again. */
    static Niceness stepBack() {
        return stepBack(Path.of("/proc/self/task"));
    }

    static Niceness stepBack(Path tasks) {
        Niceness own = new Niceness(tasks);
        own.back = own.allAre(0) && mayStepForth() && own.change(BACK);
        return own;
    }

    /** Asked of the kernel, with a process that ends at once: who may do what depends on more than one file says. */
    private static boolean mayStepForth() {
        return run(List.of("sh", "-c", "renice " + BACK + " -p $$ && renice 0 -p $$"));
    }

    /** Whether the threads have less than the usual weight now. */
    boolean isBack() {
        return back;
    }

    /** Takes the usual weight again; nothing if it has it. */
    void stepForth() {
        if (back && !change(0)) {
            LOG.warn("upgrade: threads of this process stay at nice {} (expected: 0; renice 0 -p their ids)", BACK);
        }
        back = false;
    }

    /** Threads that are started meanwhile have the weight of the one that starts them, so there may be more to change. */
    private boolean change(int nice) {
        for (int i = 0; i < TRIES && !allAre(nice); i++) {
            List<String> command = new ArrayList<>(List.of("renice", String.valueOf(nice), "-p"));
            threads().forEach(thread -> command.add(thread.getFileName().toString()));
            run(command);
        }
        return allAre(nice);
    }

    private boolean allAre(int nice) {
        List<Path> threads = threads();
        return !threads.isEmpty() && threads.stream().allMatch(thread -> is(thread, nice));
    }

    private List<Path> threads() {
        try (Stream<Path> all = Files.list(tasks)) {
            return all.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A thread that has ended is as it should be. */
    private static boolean is(Path thread, int nice) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", FIELD + 2)[FIELD]) == nice;
        } catch (IOException e) {
            return true;
        }
    }

    /** Runs a command to its end; false if there is none of this name, or it does not do what it should. */
    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            LOG.debug("upgrade: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
