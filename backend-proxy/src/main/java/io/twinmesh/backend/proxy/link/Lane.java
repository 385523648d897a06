package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.twinmesh.api.Internal;
import io.twinmesh.api.model.Endpoint;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    /** The same for the clients only that were meant for one destination, in transparent mode. */
    default void announce(boolean draining, Endpoint destination) {}

    /**
     * A client has connected and says nothing: opens its connection where its protocol lets the server speak first.
     *
     * @param other whether what a server says first is of another lane's protocol
     * @return the connection on trial, or null if there is none
     */
    default @Nullable Trial acceptSilent(Channel channel, Predicate<ByteBuf> other) {
        return null;
    }

    /** Calls that have no response yet, or connections that carry something. */
    int inFlight();

    /** Connections of clients that are open. */
    int clients();

    /** Closes every connection. */
    void close();

    /**
     * What becomes of its connections in a hand-over, of all of them alike. Those that stay have until {@code drain-ms} to end; nothing below is
     * called for them. The same answer as long as the loop stands still.
     */
    Passage passage();

    /**
     * Comes to a standstill for a hand-over: gives up attempts to connect and keeps what waits for them. Followed by {@link #carry} and then
     * {@link #moved}, or by {@link #thawed}.
     */
    void standStill();

    /** Tells a successor everything about the connections that are open. Changes nothing. */
    void carry(LaneOutput output);

    /** The connections are the successor's: forgets them and their calls. */
    void moved();

    /** There is no successor after all: what waited for a connection gets one. */
    void thawed();

    /**
     * Builds the connections a predecessor had. Nothing is open yet.
     *
     * @return opens them, or forgets them
     * @throws io.twinmesh.api.upgrade.UpgradeRefusedException if the record is none of this protocol
     */
    Adoption adopt(LaneInput input);
}
