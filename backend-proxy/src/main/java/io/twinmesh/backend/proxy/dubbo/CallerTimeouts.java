package io.twinmesh.backend.proxy.dubbo;

import io.twinmesh.api.Outcome;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls for the kernel when their callers have given them up, as they are ended in process. Nothing on the wire changes: an answer that
 * still comes is passed on, and the sidecar's own time limit stands.
 *
 * <p>A timing wheel (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987) whose lists run through the calls, so that watching
 * one allocates nothing; it turns only while there are calls on it. Threads: the loop.
 */
final class CallerTimeouts {

    private static final int TICK_MILLIS = 10;
    private static final int SLOTS = 1024;
    private static final int MOST_DIGITS = 9;

    private final Worker worker;
    private final @Nullable InFlight[] heads = new InFlight[SLOTS];
    private final Runnable turn = this::turn;
    private final long originNanos = System.nanoTime();
    private int watched;
    private int tick;

    CallerTimeouts(Worker worker) {
        this.worker = worker;
    }

    /** The milliseconds that a call's attachment says, 0 if it says none. */
    static int millis(@Nullable String attachment) {
        boolean number = attachment != null
                && !attachment.isEmpty()
                && attachment.length() <= MOST_DIGITS
                && attachment.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(attachment) : 0;
    }

    /** Watches a call that goes out now, if its caller waits for the answer and says for how long. */
    void watch(InFlight call) {
        if (call.callerTimeout == 0 || !call.twoWay || call.watched) {
            return;
        }
        if (watched++ == 0) {
            tick = now();
            later();
        }
        int ticks = (call.callerTimeout + TICK_MILLIS - 1) / TICK_MILLIS;
        link(call, now() + Math.max(1, ticks));
    }

    private void link(InFlight call, int due) {
        int slot = due & SLOTS - 1;
        InFlight head = heads[slot];
        call.watched = true;
        call.dueTick = due;
        call.dueNext = head;
        call.dueBefore = null;
        if (head != null) {
            head.dueBefore = call;
        }
        heads[slot] = call;
    }

    /** Milliseconds that a call's caller still waits, 0 if it is not watched. */
    int left(InFlight call) {
        return call.watched ? Math.max(1, (call.dueTick - now()) * TICK_MILLIS) : 0;
    }

    /** Watches a call no longer. */
    void forget(InFlight call) {
        if (!call.watched) {
            return;
        }
        InFlight before = call.dueBefore;
        InFlight next = call.dueNext;
        if (before == null) {
            heads[call.dueTick & SLOTS - 1] = next;
        } else {
            before.dueNext = next;
        }
        if (next != null) {
            next.dueBefore = before;
        }
        call.dueNext = null;
        call.dueBefore = null;
        call.watched = false;
        watched--;
    }

    private int now() {
        return (int) ((System.nanoTime() - originNanos) / TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
    }

    private void later() {
        worker.loop().schedule(turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks at the slots that time has passed since the last turn; at each once, however long ago that was. */
    private void turn() {
        int until = now();
        int slots = Math.min(until - tick, SLOTS);
        for (int i = 1; i <= slots; i++) {
            expire(heads[until - slots + i & SLOTS - 1], until);
        }
        tick = until;
        if (watched > 0) {
            later();
        }
    }

    /** A fault of the kernel in one call must not stop the wheel for the others. */
    private void giveUp(InFlight call) {
        worker.counters().add(Counter.DUBBO_CALLS_GIVEN_UP);
        call.ungoverned = true;
        try {
            call.call.end(Outcome.TIMEOUT);
        } catch (RuntimeException e) {
            worker.failed(e);
        }
    }

    private void expire(@Nullable InFlight first, int until) {
        for (InFlight call = first; call != null; ) {
            InFlight next = call.dueNext;
            if (until - call.dueTick >= 0) {
                forget(call);
                giveUp(call);
            }
            call = next;
        }
    }
}
