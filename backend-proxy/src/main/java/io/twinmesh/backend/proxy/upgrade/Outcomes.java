package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.Internal;

/**
 * How calls went.
 *
 * @param calls that ended or were rejected
 * @param bad those that were rejected or that their endpoint failed
 */
@Internal(since = "0.2")
public record Outcomes(long calls, long bad) {

    /** What came to it since then. */
    Outcomes since(Outcomes then) {
        return new Outcomes(calls - then.calls, bad - then.bad);
    }

    double badPercent() {
        return 100.0 * bad / Math.max(1, calls);
    }
}
