package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Outcome;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An open connection to an endpoint, shared by the clients of a lane: each call has an id of this connection's own on it. */
final class UpstreamConnection implements Conversation, FrameReader.Sink {

    private final DubboLane lane;
    private final Upstream owner;
    private final SlotTable slots = new SlotTable();
    private final FrameReader frames;
    private final boolean adopted;
    private final List<DubboDownstream> held = new ArrayList<>();
    private @Nullable Link link;
    private int lastHeartbeat;
    private int serialization = DubboFrame.HESSIAN2;

    UpstreamConnection(DubboLane lane, Upstream owner) {
        this(lane, owner, false);
    }

    /**
     * A connection.
     *
     * @param adopted whether another process opened it
     */
    UpstreamConnection(DubboLane lane, Upstream owner, boolean adopted) {
        this.lane = lane;
        this.owner = owner;
        this.adopted = adopted;
        this.frames = new FrameReader(this, lane.limits().payload(), lane.worker()::hold);
    }

    @Override
    public void opened(Link opened) {
        link = opened;
        if (adopted) {
            owner.adopted(this);
        } else {
            owner.opened(this);
        }
    }

    /** The connection; asked for only after it opened. */
    Link link() {
        return Objects.requireNonNull(link);
    }

    /** Sends a request under an id of its own. */
    void send(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        if (link().congested()) {
            hold(call.downstream);
        }
        if (!call.twoWay) {
            runs.add(link(), at, length);
            lane.end(call, Outcome.OK);
            lane.free(call);
            return;
        }
        long id = slots.put(call);
        if (id < 0) {
            lane.end(call, Outcome.CANCELLED);
            lane.dispatcher()
                    .fail(
                            call,
                            DubboFrame.SERVER_THREADPOOL_EXHAUSTED,
                            "twinmesh: overloaded: calls in flight to " + owner.endpoint() + ": " + slots.size());
            return;
        }
        call.place = InFlight.Place.SENT;
        call.connection = this;
        call.deadline =
                lane.worker().sweep() + lane.limits().sweeps(lane.limits().callTimeoutMillis());
        serialization = call.serialization;
        DubboFrame.requestId(in, at, id);
        runs.add(link(), at, length);
    }

    /** Reads no more from a client whose requests the endpoint does not take. */
    private void hold(@Nullable DubboDownstream client) {
        if (client != null && !held.contains(client)) {
            lane.counters().add(Counter.UPSTREAM_CONGESTED);
            held.add(client);
            client.link().hold();
        }
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            held.forEach(client -> client.link().release());
            held.clear();
        }
    }

    @Override
    public void read(ByteBuf bytes) {
        frames.read(bytes, link().allocator());
    }

    @Override
    public boolean frame(ByteBuf in, int at, int length, Runs runs) {
        if (DubboFrame.isRequest(in, at)) {
            request(in, at, length, runs);
        } else if (!DubboFrame.isEvent(in, at)) {
            response(in, at, length, runs);
        }
        return true;
    }

    private void response(ByteBuf in, int at, int length, Runs runs) {
        InFlight call = slots.take(DubboFrame.requestId(in, at));
        if (call == null) {
            lane.counters().add(Counter.DUBBO_RESPONSES_UNKNOWN);
            return;
        }
        lane.counters().add(Counter.DUBBO_RESPONSES);
        DubboDownstream client = call.downstream;
        if (client != null) {
            DubboFrame.requestId(in, at, call.id);
            runs.add(client.link(), at, length);
            client.answered(call);
        }
        lane.end(call, DubboReplies.outcomeOf(in, at));
        lane.free(call);
    }

    private void request(ByteBuf in, int at, int length, Runs runs) {
        if (DubboFrame.isEvent(in, at)) {
            event(in, at, length, runs);
            return;
        }
        lane.counters().add(Counter.DUBBO_CALLBACKS_REFUSED);
        if (DubboFrame.isTwoWay(in, at)) {
            ByteBuf out = link().allocator().buffer();
            DubboReplies.error(
                    out,
                    DubboFrame.serialization(in, at),
                    DubboFrame.requestId(in, at),
                    DubboFrame.SERVICE_NOT_FOUND,
                    "twinmesh: no_route: callback (expected: none, clients behind a sidecar cannot be called back)");
            link().write(out);
        }
    }

    private void event(ByteBuf in, int at, int length, Runs runs) {
        switch (EventKind.of(in, at)) {
            case READONLY -> owner.draining(true);
            case WRITEABLE -> owner.draining(false);
            case HEARTBEAT -> answerHeartbeat(in, at, length, runs);
            case OTHER -> {}
        }
    }

    private void answerHeartbeat(ByteBuf in, int at, int length, Runs runs) {
        if (DubboFrame.isTwoWay(in, at)) {
            in.setByte(at + 2, DubboFrame.EVENT | DubboFrame.serialization(in, at));
            in.setByte(at + 3, DubboFrame.OK);
            runs.add(link(), at, length);
        }
    }

    @Override
    public void broken(ByteBuf in, int at, int problem) {
        lane.counters().add(Counter.DUBBO_FRAMES_MALFORMED);
        link().close();
    }

    @Override
    public void turnedAway(ByteBuf in, int at) {
        lane.counters().add(Counter.MEMORY_FRAMES_TURNED_AWAY);
        boolean response = !DubboFrame.isRequest(in, at) && !DubboFrame.isEvent(in, at);
        InFlight call = response ? slots.take(DubboFrame.requestId(in, at)) : null;
        if (call != null) {
            lane.dispatcher().turnAway(call, "a response of " + DubboFrame.length(in, at) + " bytes");
        }
    }

    /** The client of a call went away: its response will find nothing. */
    void forget(InFlight call) {
        slots.remove(call);
    }

    void sweep() {
        slots.forEach(this::checkDeadline);
        int silent = link().silentSweeps();
        int heartbeat = lane.limits().sweeps(lane.limits().heartbeatMillis());
        if (frames.sweep(!link().held()) > lane.limits().sweeps(lane.limits().frameTimeoutMillis())) {
            lane.counters().add(Counter.DUBBO_FRAMES_TIMED_OUT);
            link().close();
        } else if (silent > 3 * heartbeat) {
            link().close();
        } else if (silent > heartbeat && lane.worker().sweep() - lastHeartbeat > heartbeat) {
            sendHeartbeat();
        }
    }

    private void checkDeadline(InFlight call) {
        if (lane.worker().sweep() - call.deadline >= 0) {
            slots.remove(call);
            lane.counters().add(Counter.DUBBO_CALLS_TIMED_OUT);
            lane.end(call, Outcome.TIMEOUT);
            lane.dispatcher()
                    .fail(
                            call,
                            DubboFrame.SERVER_TIMEOUT,
                            "twinmesh: timeout: no response of " + owner.endpoint() + " (expected: within "
                                    + lane.limits().callTimeoutMillis() + " ms)");
        }
    }

    private void sendHeartbeat() {
        lastHeartbeat = lane.worker().sweep();
        ByteBuf out = link().allocator().buffer(32);
        DubboReplies.heartbeat(out, serialization, lastHeartbeat);
        link().write(out);
    }

    /** Whether no call waits for a response. */
    boolean quiet() {
        return slots.size() == 0;
    }

    /** The calls on it. */
    SlotTable slots() {
        return slots;
    }

    /** What cuts its bytes into frames. */
    FrameReader frames() {
        return frames;
    }

    int serialization() {
        return serialization;
    }

    /** Speaks like the one it takes the place of. */
    void serialization(int known) {
        serialization = known;
    }

    /** The connection and its calls go on in another process. */
    void moved() {
        frames.close();
        slots.forEach(lane::handedOver);
        lane.counters().add(Counter.UPSTREAM_OPEN, -1);
    }

    void close() {
        link().close();
    }

    /** Closes when everything written has gone out. */
    void end() {
        link().closeAfterFlush();
    }

    @Override
    public void closed() {
        frames.close();
        owner.lost();
        if (slots.size() > 0) {
            lane.counters().add(Counter.UPSTREAM_LOST);
        }
        slots.forEach(this::fail);
        writable(true);
    }

    private void fail(InFlight call) {
        slots.remove(call);
        lane.end(call, Outcome.UNREACHABLE);
        lane.dispatcher().fail(call, DubboFrame.SERVER_ERROR, "twinmesh: upstream closed: " + owner.endpoint());
    }
}
