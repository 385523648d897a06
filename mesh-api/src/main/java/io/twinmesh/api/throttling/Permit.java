package io.twinmesh.api.throttling;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.Stable;
import io.twinmesh.api.upgrade.CarriedState;
import org.jspecify.annotations.Nullable;

/** Leave to make one call. Threading: may be given back by another thread than took it. */
@Stable(since = "0.1")
public non-sealed interface Permit extends ThrottleVerdict {

    /** A permit with nothing to give back. */
    Permit FREE = outcome -> {};

    /** Called exactly once, when the call has ended. */
    void end(Outcome outcome);

    /** What {@link ThrottleGate#resume} needs to make the same permit in a successor, or null if there is nothing to give back. */
    default @Nullable CarriedState carry() {
        return null;
    }

    /** Called instead of {@link #end} where the call goes on in a successor: frees the places it holds and counts nothing. */
    default void handedOver() {
        end(Outcome.CANCELLED);
    }
}
