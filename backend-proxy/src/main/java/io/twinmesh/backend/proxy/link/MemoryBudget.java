package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How much one sidecar holds for its peers at most, over all connections: halves of frames, calls that wait for a connection or a decision,
 * bytes that peers do not read. What comes whole and goes at once is not counted.
 *
 * <p>When there is too much, the place with the largest product of bytes and age lets go: half a frame is answered with an error and the rest
 * of it skipped, waiting calls are answered with an error, a peer that does not read is closed. A place that holds no more than its share, the
 * limit divided by the number of places, is spared. Places on other loops are asked, which takes them a turn; if until then a quarter more
 * than the limit is held, only places of the asking loop are looked at, and they let go at once.
 *
 * <p>Threads: any.
 */
@Internal(since = "0.2")
public final class MemoryBudget {

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong aside = new AtomicLong();
    private final Set<Hold> holds = ConcurrentHashMap.newKeySet();

    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * A place where something can be held.
     *
     * @param loop the thread it belongs to
     * @param relief lets go what is held; run on that loop, perhaps within {@link Hold#set}
     */
    public Hold hold(Executor loop, Runnable relief) {
        return new Hold(this, loop, relief);
    }

    void add(Hold hold) {
        holds.add(hold);
    }

    void remove(Hold hold) {
        holds.remove(hold);
    }

    void changed(long by) {
        held.addAndGet(by);
    }

    /**
     * Takes room for a call that is decided on another thread, which nobody can take back; false if there is none. All of them together get
     * a quarter of the budget.
     */
    public boolean takeAside(long bytes) {
        if (aside.addAndGet(bytes) > limit / 4) {
            aside.addAndGet(-bytes);
            return false;
        }
        changed(bytes);
        return true;
    }

    /** Gives back what {@link #takeAside} took. */
    public void giveAside(long bytes) {
        aside.addAndGet(-bytes);
        changed(-bytes);
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }

    public long limit() {
        return limit;
    }

    /** Brings what is held back under the limit, if it is over. */
    void makeRoom(Executor here) {
        if (held.get() > limit) {
            askTheWorst(here);
            letGoHere(here);
        }
    }

    private void askTheWorst(Executor here) {
        while (staying() > limit) {
            Hold worst = worst(hold -> !hold.leaving());
            if (worst == null) {
                return;
            }
            if (worst.isOn(here)) {
                worst.relieve();
            } else {
                worst.ask();
            }
        }
    }

    private void letGoHere(Executor here) {
        while (held.get() > limit + limit / 4) {
            Hold worst = worst(hold -> hold.isOn(here));
            if (worst == null) {
                return;
            }
            worst.relieve();
        }
    }

    /** What is held by those that were not asked to let go. */
    private long staying() {
        return held.get()
                - holds.stream().filter(Hold::leaving).mapToLong(Hold::bytes).sum();
    }

    private @Nullable Hold worst(Predicate<Hold> among) {
        long share = limit
                / Math.max(1, holds.stream().filter(hold -> hold.bytes() > 0).count());
        Hold worst = null;
        for (Hold hold : holds) {
            boolean candidate = hold.bytes() > share && among.test(hold);
            if (candidate && (worst == null || hold.weight() > worst.weight())) {
                worst = hold;
            }
        }
        return worst;
    }
}
