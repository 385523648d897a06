package io.twinmesh.adapters.intercept;

import io.twinmesh.adapters.intercept.guard.Line;
import io.twinmesh.adapters.intercept.guard.Pulse;
import io.twinmesh.adapters.intercept.host.NamespaceLock;
import io.twinmesh.adapters.intercept.model.GuardConfig;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Preview;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps the rules in force while a sidecar answers, and only then: the kernel drops what it cannot deliver, and callers would hang.
 *
 * <p>Lifecycle: {@link #run} once, until {@link #stop}. Rules that are there at its beginning, left by a guard that was killed, stay until it is clear
 * whether a sidecar answers; at its end all of them are removed. Threads: one runs it, any may stop it.
 */
@Preview(since = "0.2")
public final class Guard {

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Interception machine;
    private final GuardConfig config;
    private final Consumer<String> log;
    private final NamespaceLock alone;
    private final Line line;
    private final Pulse pulse;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean removed;
    private Pulse.State settled = Pulse.State.UNKNOWN;
    private long notBefore = System.nanoTime();

    /** One that has the network namespace to itself until it ends. */
    Guard(Interception machine, GuardConfig config, Consumer<String> log, NamespaceLock alone) throws IOException {
        this.alone = alone;
        this.machine = machine;
        this.config = config;
        this.log = log;
        this.line = new Line(config.socket());
        this.pulse = new Pulse(TimeUnit.MILLISECONDS.toNanos(config.openAfterMillis()));
    }

    /**
     * Guards until it is stopped, or cannot go on; then the log says why.
     *
     * @return true if it was stopped and the rules are removed
     */
    public boolean run() {
        try {
            guard();
            removed = true;
            log.accept("stopped: rules removed");
        } catch (InterceptException | IOException e) {
            log.accept("failed, nobody guards any more: " + e.getMessage()
                    + " (next: 'mesh intercept remove', or a guard again)");
        } finally {
            ended.countDown();
        }
        return removed;
    }

    private void guard() throws IOException {
        try (alone;
                line) {
            begin();
            watch();
            machine.remove();
        }
    }

    /** What is there stays; where nothing is there, directions that fail closed are closed from the beginning. */
    private void begin() {
        InterceptConfig kept = config.rules().only(config.closed());
        if (machine.isInstalled()) {
            log.accept("asking " + config.socket() + "; adopted the rules that are there");
        } else {
            log.accept("asking " + config.socket());
            if (kept != null) {
                machine.apply(kept);
            }
        }
    }

    private void watch() throws IOException {
        long before = System.nanoTime();
        while (!stopped) {
            boolean answered = line.look();
            long now = System.nanoTime();
            if (answered) {
                pulse.answered();
            } else {
                pulse.silent(now - before, line.isHeld());
            }
            before = now;
            if (pulse.state() != settled && now >= notBefore) {
                settle(pulse.state());
            }
        }
    }

    /** A change that fails leaves everything as it was; it is tried again, as long as it is still wanted. */
    private void settle(Pulse.State state) {
        try {
            log.accept(state == Pulse.State.ALIVE ? close() : open());
            settled = state;
        } catch (InterceptException e) {
            log.accept("failed, next attempt in a second: " + e.getMessage());
            notBefore = System.nanoTime() + RETRY_NANOS;
        }
    }

    private String close() {
        return "sidecar answers: rules installed with "
                + machine.apply(config.rules()).word();
    }

    private String open() {
        InterceptConfig kept = config.rules().only(config.closed());
        if (kept == null) {
            machine.remove();
            return "no sidecar answers: rules removed, calls go direct";
        }
        machine.apply(kept);
        return "no sidecar answers: " + words(kept.directions()) + " closed, calls fail";
    }

    private static String words(Set<Direction> directions) {
        return directions.stream().map(Direction::word).collect(Collectors.joining(" and "));
    }

    /**
     * Ends {@link #run}, and waits for its end.
     *
     * @return what that returns; false, too, if it has thrown something
     */
    public boolean stop() throws InterruptedException {
        stopped = true;
        line.wake();
        ended.await();
        return removed;
    }
}
