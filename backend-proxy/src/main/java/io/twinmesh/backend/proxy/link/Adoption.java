package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;

/**
 * A lane's connections from another process, built and not open yet. Lifecycle: either {@link #open} or {@link #forget}, once. Threads: the
 * worker's loop.
 */
@Internal(since = "0.2")
public interface Adoption {

    /** They are ours: reads and writes. */
    void open();

    /** They stay with the other process after all: leaves the lane as it was. The sockets are closed by whoever has them. */
    void forget();
}
