package io.twinmesh.adapters.intercept.guard;

import io.twinmesh.api.Internal;

/**
 * Whether a sidecar lives, by its answers. Silence is counted in small steps: however long this process itself stood still between two looks, it
 * counts as one step, so that a guard that was stopped does not take everybody else for dead.
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

    private final long patienceNanos;
    private long silence;
    private State state = State.UNKNOWN;

    public Pulse(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** Time went by without an answer. */
    public void silent(long nanos) {
        silence += Math.min(nanos, STEP_NANOS);
        if (silence >= patienceNanos) {
            state = State.GONE;
        }
    }

    /** An answer came. */
    public void answered() {
        silence = 0;
        state = State.ALIVE;
    }

    public State state() {
        return state;
    }
}
