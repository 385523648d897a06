package io.twinmesh.adapters.intercept.guard;

import io.twinmesh.api.Internal;

/**
 * Whether a sidecar lives, by its answers. Silence is counted in small steps: however long this process itself stood still between two looks, it
 * counts as one step, so that a guard that was stopped does not take everybody else for dead. A process that has ended closes its connection, and
 * nobody takes another; one that only is slow holds it, and is given more time.
 */
@Internal(since = "0.2")
public final class Pulse {

    /** What is known. */
    public enum State {
        /** Not long enough here to say. */
        UNKNOWN,
        ALIVE,
        GONE
    }

    /** The most that one step counts. */
    static final long STEP_NANOS = 100_000_000;

    /** For so long nobody need be there: a sidecar that takes everything back from its successor opens a socket anew. */
    static final long ABSENCE_NANOS = 300_000_000;

    private final long patienceNanos;
    private long silence;
    private long absence;
    private State state = State.UNKNOWN;

    public Pulse(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /**
     * Time went by without an answer.
     *
     * @param held whether somebody holds the connection
     */
    public void silent(long nanos, boolean held) {
        long step = Math.min(nanos, STEP_NANOS);
        silence += step;
        absence = held ? 0 : absence + step;
        if (silence >= patienceNanos || absence >= ABSENCE_NANOS) {
            state = State.GONE;
        }
    }

    /** An answer came. */
    public void answered() {
        silence = 0;
        absence = 0;
        state = State.ALIVE;
    }

    public State state() {
        return state;
    }
}
