package io.twinmesh.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and its descendants have used so far, from /proc.
 *
 * @param cpuSeconds user and system time in seconds, to 0.01
 * @param rssKib resident memory in KiB
 */
public record Usage(double cpuSeconds, long rssKib) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0);

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** The usage of a process and all processes below it; those already gone count nothing. */
    public static Usage of(long pid) {
        Stream<Long> below = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), below).map(Usage::ofOne).reduce(NONE, Usage::plus);
    }

    private static Usage ofOne(long pid) {
        try {
            return read(Path.of("/proc", Long.toString(pid)));
        } catch (IOException gone) {
            return NONE;
        }
    }

    private static Usage read(Path folder) throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(behindName[USER_TIME]) + Long.parseLong(behindName[SYSTEM_TIME]);
        return new Usage(ticks / TICKS_PER_SECOND, rss(Files.readAllLines(folder.resolve("status"))));
    }

    private static long rss(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private Usage plus(Usage other) {
        return new Usage(cpuSeconds + other.cpuSeconds, rssKib + other.rssKib);
    }
}
