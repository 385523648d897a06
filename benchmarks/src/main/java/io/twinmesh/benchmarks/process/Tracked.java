package io.twinmesh.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Connections that the kernel tracks in a network namespace. */
public final class Tracked {

    /** Said where the kernel does not say. */
    public static final long UNKNOWN = -1;

    private Tracked() {}

    /** How many they are now in the namespace of a process. */
    public static long by(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", "stat", "nf_conntrack")));
        } catch (IOException noTracking) {
            return UNKNOWN;
        }
    }

    /** Every line below the titles begins with the same number of entries, in hexadecimal digits. */
    static long parse(List<String> lines) {
        return lines.size() < 2 ? UNKNOWN : Long.parseLong(lines.get(1).split(" ", 2)[0], 16);
    }
}
