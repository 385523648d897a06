package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many descriptors this process may open, as Linux says in {@code /proc/self}. At the limit the kernel throws away sockets that are sent
 * here, and tells nobody. Threads: any.
 */
final class Descriptors {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final File OPEN = new File("/proc/self/fd");
    private static final Pattern LIMIT = Pattern.compile("Max open files +(\\d+)");

    /** For what a process opens beside sockets that are handed over. */
    static final int SPARE = 16;

    private Descriptors() {}

    /**
     * Looks whether so many sockets find room.
     *
     * @param here those of them that are here already
     * @throws UpgradeRefusedException if they do not
     */
    static void check(int sockets, IntSupplier here) {
        if (OPEN.isDirectory()) {
            long free = free();
            long room = Math.max(0, free + here.getAsInt() - SPARE);
            if (sockets > room) {
                throw new UpgradeRefusedException(
                        "descriptors",
                        sockets + " sockets",
                        "at most " + room + ", this process may open " + free + " more files; raise its limit");
            }
        }
    }

    private static long free() {
        String[] open = OPEN.list();
        try {
            Matcher limit = LIMIT.matcher(Files.readString(LIMITS));
            long most = limit.find() ? Long.parseLong(limit.group(1)) : Integer.MAX_VALUE;
            return open == null ? 0 : Math.max(0, most - open.length);
        } catch (IOException e) {
            return 0; // it cannot even be looked at
        }
    }
}
