package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;

/**
 * What one connection is about: the state of its protocol, apart from the socket. Threads: the loop of its connection only.
 */
@Internal(since = "0.1")
public interface Conversation {

    /** The connection can be written to from now on. Called once, before anything else. */
    void opened(Link link);

    /** Bytes have come. They belong to the conversation from now on. */
    void read(ByteBuf bytes);

    /** The connection is gone. Called once, after anything else. */
    void closed();

    /** What was written exceeds what the peer reads ({@code false}), or no longer does. */
    default void writable(boolean writable) {}

    /** The peer will send nothing more, but may still read. */
    default void inputEnded() {}
}
