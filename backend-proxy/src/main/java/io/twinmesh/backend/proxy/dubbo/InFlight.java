package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Call;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way. Kept by its lane and used again and again, so that a call allocates nothing.
 *
 * <p>At any moment it is in one place: free, being decided aside, queued for a connection that is not open yet, or sent.
 */
final class InFlight {

    /** Where a call is. */
    enum Place {
        FREE,
        ASIDE,
        QUEUED,
        SENT
    }

    final Call call;
    Place place = Place.FREE;

    /** Who asked; null once that connection is gone or has its answer. */
    @Nullable DubboDownstream downstream;

    /** The connection it was sent on. */
    @Nullable UpstreamConnection connection;

    /** The request while it is not sent: a frame of its own. */
    @Nullable ByteBuf frame;

    /** The id the client gave it. */
    long id;

    int serialization;
    boolean twoWay;

    /** Milliseconds its caller waits for the answer, 0 if no rule asks or it does not say. */
    int callerTimeout;

    /** Place among the calls whose callers' time is watched. */
    int dueTick;

    @Nullable InFlight dueNext;

    @Nullable InFlight dueBefore;

    boolean watched;

    /** Whether it is under way without the kernel: that was never asked, or was told of its end when its caller gave it up. */
    boolean ungoverned;

    /** Whether it goes to where its connection was meant to go, because no route is for it. */
    boolean passed;

    /** Slot of the connection's table, and what distinguishes it from earlier calls in that slot. */
    int slot;

    /** The sweep at which it is given up. */
    int deadline;

    InFlight(Call call) {
        this.call = call;
    }

    /** Lets everything go but the call object. */
    void clear() {
        place = Place.FREE;
        downstream = null;
        connection = null;
        frame = null;
        passed = false;
        callerTimeout = 0;
        ungoverned = false;
    }
}
