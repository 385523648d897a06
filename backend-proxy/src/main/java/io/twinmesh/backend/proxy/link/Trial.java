package io.twinmesh.backend.proxy.link;

import io.twinmesh.api.Internal;

/**
 * A connection that a lane carries before its client has said anything, until it says what it speaks. Threads: the worker's loop.
 */
@Internal(since = "0.2")
public interface Trial {

    /** Whether the lane still carries the connection; false once it could not be opened. */
    boolean open();

    /** Whether the server has spoken first, so that the protocol is this lane's. */
    boolean settled();

    /** The protocol is this lane's: the client's first bytes follow. */
    void settle();

    /** The protocol is another lane's: lets the channel go as if nothing had been. */
    void withdraw();
}
