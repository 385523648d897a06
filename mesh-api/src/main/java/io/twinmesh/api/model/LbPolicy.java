package io.twinmesh.api.model;

import io.twinmesh.api.Stable;

/** How an endpoint is picked; weights of endpoints count in all of them. */
@Stable(since = "0.1")
public enum LbPolicy {
    ROUND_ROBIN,
    RANDOM,
    /** The less busy of two drawn by chance. */
    LEAST_REQUEST,
    /** The same endpoint for the same hash key, as far as endpoints stay. */
    CONSISTENT_HASH
}
