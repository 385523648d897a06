package io.twinmesh.adapters.istio;

import io.twinmesh.api.config.ConfigListener;
import io.twinmesh.api.config.ConfigSource;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the policy of a directory, and again whenever its content has changed.
 *
 * <p>Lifecycle: {@link #start} reads and delivers, then a daemon thread watches until {@link #close}. Threading: the listener is called by the
 * thread that starts, afterwards by that daemon thread only. Errors: a directory that is missing or wrong is delivered as problems.
 */
final class DirectorySource implements ConfigSource {

    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(5);

    private final Path directory;
    private final DirectoryChanges changes;
    private @Nullable Thread watcher;
    private @Nullable Reading delivered;
    private volatile boolean closed;

    DirectorySource(Path directory, Duration poll, Duration quiet) {
        this.directory = directory;
        this.changes = new DirectoryChanges(directory, poll, quiet);
    }

    @Override
    public void start(ConfigListener listener) {
        changes.open();
        deliver(listener);
        Thread thread = new Thread(() -> watch(listener), "twinmesh-rules");
        thread.setDaemon(true);
        watcher = thread;
        thread.start();
    }

    private void watch(ConfigListener listener) {
        while (changes.await()) {
            deliver(listener);
        }
    }

    /** Equal content has equal problems, but a file that cannot be read changes only those. */
    private void deliver(ConfigListener listener) {
        Reading reading = RuleDirectory.read(directory);
        Reading before = delivered;
        if (before != null
                && before.policy().version().equals(reading.policy().version())
                && before.problems().equals(reading.problems())) {
            return;
        }
        if (closed) {
            return; // the interrupt may have ended the reading, too
        }
        delivered = reading;
        listener.policy(reading.policy(), reading.problems());
    }

    /** Waits for a delivery that has begun, so that none is seen afterwards. */
    @Override
    public void close() {
        closed = true;
        changes.close();
        Thread thread = watcher;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(LONGEST_DELIVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
