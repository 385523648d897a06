package io.twinmesh.backend.proxy.link;

import io.netty.channel.Channel;
import io.twinmesh.api.Internal;

/**
 * All connections of one protocol from one listener on one worker, with the connections to endpoints that they share. Threads: the
 * worker's loop only.
 */
@Internal(since = "0.1")
public interface Lane {

    /** A client has connected: puts a conversation on its channel. */
    void accept(Channel channel);

    /** Tells every client to send no more calls, or that it may again. Protocols without such a word do nothing. */
    void announce(boolean draining);

    /** Calls that have no response yet, or connections that carry something. */
    int inFlight();

    /** Closes every connection. */
    void close();
}
