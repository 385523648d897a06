package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;
import java.util.concurrent.Executor;

/**
 * What is held for one peer in one place: half a frame, calls that wait for a connection, bytes it does not read.
 *
 * <p>Lifecycle: {@link #set} whenever it changes, {@link #close} at the end. Costs nothing as long as nothing is held. Threads: the loop of the
 * peer's connection; bytes and age are read by any.
 */
@Internal(since = "0.2")
public final class Hold {

    private final MemoryBudget budget;
    private final Executor loop;
    private final Runnable relief;
    private volatile long bytes;
    private volatile int age;
    private volatile boolean leaving;
    private boolean known;

    Hold(MemoryBudget budget, Executor loop, Runnable relief) {
        this.budget = budget;
        this.loop = loop;
        this.relief = relief;
    }

    /** States what is held now. If that is more than there may be, room is made before this returns, perhaps here. */
    public void set(long now) {
        long before = bytes;
        if (now == before) {
            return;
        }
        if (before == 0) {
            begin();
        }
        bytes = now;
        budget.changed(now - before);
        if (now > before) {
            budget.makeRoom(loop);
        }
    }

    private void begin() {
        age = 0;
        if (!known) {
            known = true;
            budget.add(this);
        }
    }

    /** States for how many sweeps it has been held without an excuse. */
    public void age(int sweeps) {
        age = sweeps;
    }

    /** Nothing is held here any more, nor will be. */
    public void close() {
        set(0);
        if (known) {
            known = false;
            budget.remove(this);
        }
    }

    long bytes() {
        return bytes;
    }

    boolean leaving() {
        return leaving;
    }

    boolean isOn(Executor other) {
        return loop == other;
    }

    /** The more for the longer, the sooner it has to go. */
    long weight() {
        return bytes * (age + 1L);
    }

    /** Has the owner's loop let go what is held. */
    void ask() {
        leaving = true;
        loop.execute(this::relieve);
    }

    /** Lets go what is held. */
    void relieve() {
        leaving = false;
        if (bytes > 0) {
            relief.run();
            set(0);
        }
    }
}
