package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.EventLoopGroup;
import io.twinmesh.api.Internal;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.upgrade.Door.Guest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sidecar's life between its predecessor and its successor.
 *
 * <p>Lifecycle: {@link #begin}, {@link #enter} once everything stands, {@link #close}. Threads: one begins, enters and closes; upgrades are
 * conducted by a thread of their own, one at a time.
 */
@Internal(since = "0.2")
public final class Upgrades implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    private static final long LOOK_MILLIS = 20;
    private static final long AGAIN_MILLIS = 1_000;

    private final UpgradeConfig config;
    private final EventLoopGroup loop;
    private final @Nullable Successor successor;
    private final int generation;
    private final AtomicReference<@Nullable Predecessor> giving = new AtomicReference<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> proved = new CompletableFuture<>();
    private volatile @Nullable Door door;
    private volatile String last = "";
    private volatile boolean closed;

    private Upgrades(UpgradeConfig config, EventLoopGroup loop, @Nullable Successor successor) {
        this.config = config;
        this.loop = loop;
        this.successor = successor;
        this.generation = successor == null ? 1 : successor.generation();
    }

    /**
     * Looks whether a sidecar has the id already, and asks it to make room.
     *
     * @throws MeshConfigurationException if it does not, or the directory cannot be had
     */
    public static Upgrades begin(UpgradeConfig config) {
        Home.prepare(config.directory(), config.home());
        EventLoopGroup loop = Sockets.loop();
        try {
            return new Upgrades(config, loop, Successor.greet(config, loop));
        } catch (BrokenOffException e) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw refused(config, e);
        }
    }

    private static MeshConfigurationException refused(UpgradeConfig config, BrokenOffException why) {
        return new MeshConfigurationException(
                "sidecar '" + config.id() + "'",
                Texts.of(why),
                "that it hands over; it goes on as it was, its log has more");
    }

    /** The listening sockets of the predecessor. */
    public Inheritance inheritance() {
        return successor == null ? Inheritance.none() : successor.inheritance();
    }

    /** For what is said between processes; it never carries calls. */
    public EventLoopGroup loop() {
        return loop;
    }

    /** Whether the threads of this process give way to others of the same weight until it takes over. */
    public boolean givesWay() {
        return successor != null && successor.givesWay();
    }

    /** How long to drill before {@link #enter} at most; 0 for not at all. */
    public int drillMillis() {
        return config.drillMillis();
    }

    /** Done when this process has handed everything over and may end. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * Serves: at once, or as soon as the predecessor has handed over.
     *
     * @throws MeshConfigurationException if the predecessor goes on itself
     */
    public void enter(Estate estate) {
        if (successor == null) {
            estate.serve();
            open(estate);
            proved.complete(null);
        } else {
            takeOver(successor, estate);
        }
    }

    /**
     * Hands everything over from one estate of this process to another, as it will be between two processes.
     *
     * @throws IllegalStateException if that did not go well
     */
    public void rehearse(Estate from, Estate to) {
        try {
            Rehearsal.between(from, to, loop, config);
        } catch (BrokenOffException | IOException e) {
            throw new IllegalStateException(Texts.of(e), e);
        }
    }

    private void takeOver(Successor from, Estate estate) {
        try {
            Transfer transfer = from.takeOver(estate);
            last = transfer.moved() + " connections taken over, " + transfer.kept() + " lanes refused";
            LOG.info("upgrade: {}", last);
            thread("twinmesh-probation", () -> {
                try {
                    prove(from, estate, transfer.fault());
                } finally {
                    proved.complete(null);
                }
            });
        } catch (BrokenOffException e) {
            throw refused(config, e);
        }
    }

    private void prove(Successor from, Estate estate, @Nullable String fault) {
        String returned = from.prove(estate, fault);
        if (returned == null) {
            open(estate);
            from.finish();
            LOG.info("upgrade: finished");
        } else {
            LOG.warn("upgrade: everything handed back: {}", returned);
            leave(estate);
        }
    }

    static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens the door; if it cannot be opened now, as soon as it can. */
    private void open(Estate estate) {
        if (!opens(estate)) {
            thread("twinmesh-door", () -> openLater(estate));
        }
    }

    private void openLater(Estate estate) {
        do {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
        } while (!closed && !ended.isDone() && (giving.get() != null || !opens(estate)));
    }

    private synchronized boolean opens(Estate estate) {
        try {
            Door before = door;
            door = new Door(loop, config, new Owner(estate));
            if (before != null) {
                before.close();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("upgrade: this sidecar cannot be upgraded now: {}", e.getMessage());
            return false;
        }
    }

    /** Answers those who knock. */
    private final class Owner implements Door.Owner {

        private final Estate estate;

        Owner(Estate estate) {
            this.estate = estate;
        }

        @Override
        public void succeed(Guest guest) {
            Predecessor next = new Predecessor(config, estate, guest, generation);
            if (ended.isDone() || !giving.compareAndSet(null, next)) {
                guest.refuse("another upgrade is under way (expected: one at a time)");
            } else {
                thread("twinmesh-upgrade", () -> give(next, estate));
            }
        }

        @Override
        public String answer(String word) {
            Predecessor now = giving.get();
            return switch (word) {
                case "describe" -> new Situation(now == null ? "serving" : now.state(), generation, last).text();
                case "return" ->
                    now != null && now.askReturn()
                            ? "asked\n"
                            : "refused: no upgrade to take back (expected: one that is on probation, and asked for once)\n";
                default -> "refused: " + word + " (expected: describe or return)\n";
            };
        }
    }

    private void give(Predecessor next, Estate estate) {
        Report report = Report.stayed("fault");
        try {
            report = next.conduct();
        } finally {
            last = report.text();
            LOG.info("upgrade: {}", report);
            if (report.end() == Predecessor.End.SUCCEEDED) {
                leave(estate);
            } else {
                stay(next, estate);
            }
        }
    }

    /** Goes on. A successor that died on probation may have put its own door in the place of this one. */
    private void stay(Predecessor ended, Estate estate) {
        if (ended.state().equals("probation") && !closed) {
            open(estate);
        }
        giving.set(null);
    }

    /** Waits for the clients of what the other process did not take. */
    private void leave(Estate estate) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.drainMillis());
        while (estate.clients() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        ended.complete(null);
    }

    /** Told to end: on probation everything goes back to the predecessor; true if it did. */
    public boolean handBack() {
        if (successor == null || proved.isDone()) {
            return ended.isDone();
        }
        successor.askReturn();
        proved.join();
        return ended.isDone();
    }

    @Override
    public void close() {
        closed = true;
        Door open = door;
        if (open != null) {
            open.close();
        }
        if (successor != null) {
            successor.close();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
