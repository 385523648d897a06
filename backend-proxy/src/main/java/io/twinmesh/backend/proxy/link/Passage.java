package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;

/** What becomes of the connections of a lane when another process takes over. */
@Internal(since = "0.2")
public enum Passage {
    /** They go over, with the bytes and calls on their way. */
    MOVE,
    /** They stay, and their clients are told to send no more: READONLY, GOAWAY, {@code Connection: close}. */
    DRAIN,
    /** They stay, and nobody is told: their protocol has no word for it. */
    KEEP
}
