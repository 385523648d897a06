package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;

/** A protocol the sidecar speaks: the one type by which its package is known. Threads: any. */
@Internal(since = "0.1")
public interface ProxyProtocol {

    /** Whether a connection speaks a protocol. */
    @Internal(since = "0.1")
    enum Answer {
        YES,
        NO,
        /** More bytes are needed to tell. */
        UNDECIDED
    }

    /** Its name to a successor: never changes. */
    String id();

    /** Looks at the first bytes of a connection, at least one. */
    Answer detects(ByteBuf first);

    /** Makes what carries this protocol's connections from one listener on one worker. Called on the worker's loop. */
    Lane lane(LaneScope scope);
}
