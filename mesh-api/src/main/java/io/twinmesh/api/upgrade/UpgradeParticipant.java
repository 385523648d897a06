package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;

/**
 * A part of a running mesh with run-time state that a successor takes over in an upgrade: the policy in force, counters, throttle windows.
 *
 * <p>Lifecycle, in the process that gives: {@link #carry}, then {@link #released} once the successor serves, and {@link #reinstated} if it
 * gives everything back. In the process that takes: {@link #restore}, which replaces what was there. Both processes may change roles any
 * number of times. Threading: one thread at a time. What is restored for good was carried while no call was being decided; but upgrades are
 * rehearsed on a part in full use, so {@code carry} is called while calls are decided and policies change, too, and what it gives then must
 * be whole, though not exact. Errors: {@code carry} never throws; a state that cannot be taken is refused whole and leaves the part as it was.
 */
@Preview(since = "0.2")
public interface UpgradeParticipant {

    /** Lower case words joined by dashes, unique in a mesh and stable between versions. */
    String id();

    /** The state as it is now. Changes nothing. */
    CarriedState carry();

    /**
     * Replaces the state.
     *
     * @throws UpgradeRefusedException if the version is not known or the bytes are none of it
     */
    void restore(CarriedState state);

    /** The successor serves: what only one process can hold (ports) is let go. */
    default void released() {}

    /** This process serves again: what {@link #released} let go is taken back. */
    default void reinstated() {}
}
