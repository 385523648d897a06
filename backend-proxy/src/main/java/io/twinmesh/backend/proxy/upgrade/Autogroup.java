package io.twinmesh.backend.proxy.upgrade;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The share of the processors that this process has beside others. Where Linux schedules by sessions (autogroups, {@code sched(7)}) and no control
 * group is in force, a process that leads a session of its own takes as much while it gets ready as everything in the session it succeeds; so
 * its session steps back until it takes over. Whoever is not the leader of its session changes nothing: others are in it. Threads: one.
 */
final class Autogroup {

    private static final Logger LOG = LoggerFactory.getLogger(Autogroup.class);
    private static final String USUAL = " nice 0";
    private static final int BACK = 5; // a third of the usual weight
    private static final int TRIES = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(110); // the kernel takes one change in 100 ms

    private final Path file;
    private boolean back;

    private Autogroup(Path file) {
        this.file = file;
    }

    /** That of this process, stepped back if it is its own. */
    static Autogroup stepBack() {
        return stepBack(Path.of("/proc/self"));
    }

    static Autogroup stepBack(Path process) {
        Autogroup own = new Autogroup(process.resolve("autogroup"));
        try {
            own.back = leads(Files.readString(process.resolve("stat")))
                    && Files.readString(own.file).stripTrailing().endsWith(USUAL)
                    && own.write(BACK);
        } catch (IOException e) {
            LOG.debug("upgrade: no autogroup: {}", e.toString());
        }
        return own;
    }

    /** Whether a line of {@code /proc/PID/stat} is that of the leader of a session: behind the name come state, parent, group and session. */
    private static boolean leads(String stat) {
        String pid = stat.substring(0, stat.indexOf(' '));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[3].equals(pid);
    }

    /** Takes the usual share again; nothing if it has it. */
    void stepForth() {
        if (back && !write(0)) {
            LOG.warn("upgrade: {} stays at nice {} (expected: 0; write it there)", file, BACK);
        }
        back = false;
    }

    /**
     * The kernel tells whoever writes to try again (EAGAIN) if anybody else has just changed a share; root it does not. Channels take that for
     * something else, so this is a stream. A file that cannot even be opened will not be a moment later either.
     */
    private boolean write(int nice) {
        for (int i = 0; i < TRIES; i++) {
            try (FileOutputStream out = new FileOutputStream(file.toFile())) {
                out.write(String.valueOf(nice).getBytes(StandardCharsets.US_ASCII));
                return true;
            } catch (FileNotFoundException e) {
                return false;
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return false;
    }
}
