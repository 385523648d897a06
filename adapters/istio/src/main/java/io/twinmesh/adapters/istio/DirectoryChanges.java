package io.twinmesh.adapters.istio;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for changes of a directory. The file system wakes it where it can; beside that it looks from time to time, because a watch does
 * not see a directory that is made later, is replaced, or lies on a network. A change is over when nothing has changed for a
 * while, so that several files written together count as one.
 *
 * <p>Lifecycle: {@link #open}, {@link #await} again and again, {@link #close} from any thread, which ends a wait.
 */
final class DirectoryChanges implements AutoCloseable {

    /** How many quiet times a change may go on before it is taken as it is. */
    private static final int MOST_QUIET_TIMES = 20;

    /** Every so many looks the content is read even if names, sizes and times are the same. */
    private static final int LOOKS_PER_READ = 15;

    private final Path directory;
    private final Duration poll;
    private final Duration quiet;
    private @Nullable WatchService service;
    private @Nullable WatchKey key;
    private Fingerprint seen = Fingerprint.NONE;
    private int looks;
    private volatile boolean closed;

    DirectoryChanges(Path directory, Duration poll, Duration quiet) {
        this.directory = directory;
        this.poll = poll;
        this.quiet = quiet;
    }

    /** Begins to watch: what changes from now on is seen. */
    void open() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            service = null; // no watches left: looking from time to time has to do
        }
        watch();
        seen = Fingerprint.of(directory);
    }

    /** Waits until the directory may have changed; false once closed. */
    boolean await() {
        try {
            while (!closed) {
                pause(poll);
                if (isDue()) {
                    settle();
                    return !closed;
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            closed = true; // only close() ends a wait
        }
        return false;
    }

    private boolean isDue() {
        return !Fingerprint.of(directory).equals(seen) || ++looks % LOOKS_PER_READ == 0;
    }

    private void settle() throws InterruptedException {
        Fingerprint last = seen;
        seen = Fingerprint.of(directory);
        for (int i = 0; i < MOST_QUIET_TIMES && !last.equals(seen); i++) {
            TimeUnit.NANOSECONDS.sleep(quiet.toNanos());
            last = seen;
            seen = Fingerprint.of(directory);
        }
        watch();
    }

    private void pause(Duration most) throws InterruptedException {
        WatchService events = service;
        if (events == null) {
            TimeUnit.NANOSECONDS.sleep(most.toNanos());
            return;
        }
        WatchKey signalled = events.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        if (signalled != null) {
            signalled.pollEvents();
            signalled.reset();
        }
        if (key == null || !key.isValid()) {
            watch();
        }
    }

    /** Watches the directory that is there now; the one watched before may have been replaced. */
    private void watch() {
        WatchService events = service;
        if (events == null) {
            return;
        }
        try {
            key = directory.register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
        } catch (IOException e) {
            key = null; // not there yet: the next look tries again
        }
    }

    @Override
    public void close() {
        closed = true;
        WatchService events = service;
        if (events != null) {
            try {
                events.close();
            } catch (IOException e) {
                service = null; // nothing more can be done about it
            }
        }
    }
}
