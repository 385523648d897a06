package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The just-in-time compilers of this process, which want the processors that a standstill needs. One method may keep them for a quarter of a
 * second, and HotSpot counts the time of a compilation when it is over; so what counts is what Linux says of their threads in
 * {@code /proc/self/task/<thread>}: whether they run or want to ({@code stat}, third field), and the processor time they have had
 * ({@code schedstat}, first number, nanoseconds). Threads: any.
 */
final class Compilers {

    private static final Path THREADS = Path.of("/proc/self/task");

    /** Part of {@code C1 CompilerThread0} and its like, of which the kernel keeps 15 characters. */
    private static final String NAME = " CompilerThre";

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private Compilers() {}

    /** Returns when they have had nothing to do for a moment, and after half a second at the latest. */
    static void awaitRest() {
        List<Path> threads = threads();
        long deadline = System.nanoTime() + LONGEST_NANOS;
        long before = spent(threads);
        long since = System.nanoTime();
        for (long now = since; now < deadline && now - since < REST_NANOS; now = System.nanoTime()) {
            LockSupport.parkNanos(LOOK_NANOS);
            long more = spent(threads);
            if (more != before || threads.stream().anyMatch(Compilers::runs)) {
                before = more;
                since = System.nanoTime();
            }
        }
    }

    /** The directory of every compiler thread; none where the kernel does not say. */
    static List<Path> threads() {
        try (Stream<Path> all = Files.list(THREADS)) {
            return all.filter(thread -> read(thread, "comm").contains(NAME)).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Nanoseconds of processor time that threads have had. */
    static long spent(List<Path> threads) {
        return threads.stream()
                .map(thread -> read(thread, "schedstat"))
                .mapToLong(line -> line.isEmpty() ? 0 : Long.parseLong(line, 0, line.indexOf(' '), 10))
                .sum();
    }

    /** Whether a thread runs or waits for a processor. */
    static boolean runs(Path thread) {
        String line = read(thread, "stat");
        return line.startsWith("R", line.lastIndexOf(')') + 2);
    }

    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file));
        } catch (IOException ended) {
            return "";
        }
    }
}
