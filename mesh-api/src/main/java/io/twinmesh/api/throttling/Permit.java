package io.twinmesh.api.throttling;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.Stable;

/** Leave to make one call. Threading: may be given back by another thread than took it. */
@Stable(since = "0.1")
public non-sealed interface Permit extends ThrottleVerdict {

    /** A permit with nothing to give back. */
    Permit FREE = outcome -> {};

    /** Called exactly once, when the call has ended. */
    void end(Outcome outcome);
}
