package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Limits;
import io.twinmesh.backend.proxy.link.Link;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client's connection: its requests go to the dispatcher, its heartbeats are answered here. */
final class DubboDownstream implements Conversation, FrameReader.Sink {

    private final DubboLane lane;
    private final int ordinal;
    private final FrameReader frames;
    private final CallMap calls = new CallMap();
    private @Nullable Link link;
    private @Nullable Endpoint destination;
    private int port;
    private boolean passing;
    private boolean leaving;
    private int serialization = DubboFrame.HESSIAN2;

    DubboDownstream(DubboLane lane, int ordinal) {
        this.lane = lane;
        this.ordinal = ordinal;
        this.frames = new FrameReader(this, lane.limits().payload(), lane.worker()::hold);
    }

    /** Number of this connection among those of its lane. */
    int ordinal() {
        return ordinal;
    }

    @Override
    public void opened(Link opened) {
        link = opened;
        destination = lane.scope().destination(opened.channel());
        port = destination == null ? lane.scope().port() : destination.port();
    }

    /** Where the connection was meant to go, or null in explicit mode. */
    @Nullable Endpoint destination() {
        return destination;
    }

    /** The port it was meant for, or the listener's. */
    int port() {
        return port;
    }

    /** The address the application is to see it come from, or null if that does not matter. */
    @Nullable InetAddress source() {
        return link == null ? null : lane.scope().source(link.channel());
    }

    /** Whether the connection was meant to go to this endpoint. */
    boolean isFor(Endpoint endpoint) {
        return Objects.equals(endpoint, destination);
    }

    /** Whether it is one whose client chose this endpoint and has calls that go nowhere else. */
    boolean passesTo(Endpoint endpoint) {
        return passing && isFor(endpoint);
    }

    /** A call of it goes to where its client meant it to go: from now on the client has to know how it is there. */
    void passes(boolean draining) {
        if (draining && !passing) {
            announce(true);
        }
        passing = true;
    }

    /**
     * Where its client meant it to go is lost, so the client must lose it, too, or it would go on choosing it: no new calls, and the end when
     * those in flight have ended.
     */
    void leave() {
        if (!leaving) {
            leaving = true;
            lane.counters().add(Counter.DOWNSTREAM_DESTINATION_LOST);
            announce(true);
        }
        endIfLeaving();
    }

    /** Later in the turn: the last response may not be written yet. */
    private void endIfLeaving() {
        if (leaving && calls.size() == 0) {
            lane.worker().loop().execute(() -> {
                if (calls.size() == 0) {
                    close();
                }
            });
        }
    }

    /** The connection; asked for only after it opened. */
    Link link() {
        return Objects.requireNonNull(link);
    }

    @Override
    public void read(ByteBuf bytes) {
        frames.read(bytes, link().allocator());
    }

    @Override
    public boolean frame(ByteBuf in, int at, int length, Runs runs) {
        if (!DubboFrame.isRequest(in, at)) {
            return response(in, at);
        }
        if (DubboFrame.isEvent(in, at)) {
            event(in, at, length, runs);
        } else {
            request(in, at, length, runs);
        }
        return true;
    }

    private void request(ByteBuf in, int at, int length, Runs runs) {
        InFlight call = lane.newCall();
        call.downstream = this;
        call.id = DubboFrame.requestId(in, at);
        call.serialization = DubboFrame.serialization(in, at);
        call.twoWay = DubboFrame.isTwoWay(in, at);
        serialization = call.serialization;
        if (!call.twoWay) {
            lane.counters().add(Counter.DUBBO_ONEWAY_REQUESTS);
            takeOneWay(call, in, at, length, runs);
        } else if (admit(call)) {
            lane.counters().add(Counter.DUBBO_REQUESTS);
            lane.dispatcher().take(call, in, at, length, runs);
        }
    }

    /** A one-way call is in no table of this connection, so nobody else would find it after a fault. */
    private void takeOneWay(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        try {
            lane.dispatcher().take(call, in, at, length, runs);
        } catch (RuntimeException | Error e) {
            lane.free(call);
            throw e;
        }
    }

    private boolean admit(InFlight call) {
        Limits limits = lane.limits();
        if (calls.size() >= limits.callsPerConnection()) {
            return limited(
                    call, calls.size() + " (expected: at most " + limits.callsPerConnection() + " on one connection)");
        }
        if (lane.isCrowded(calls.size())) {
            return limited(
                    call,
                    lane.inFlight() + ", " + calls.size() + " of this client (expected: at most "
                            + limits.callsPerWorker() + ", or fewer of this client)");
        }
        if (!calls.add(call)) {
            lane.counters().add(Counter.DUBBO_DUPLICATE_IDS);
            turnAway(
                    call,
                    DubboFrame.BAD_REQUEST,
                    "twinmesh: malformed: request id: " + call.id + " (expected: one that is not in flight)");
            return false;
        }
        return true;
    }

    private boolean limited(InFlight call, String count) {
        lane.counters().add(Counter.DUBBO_INFLIGHT_LIMITED);
        turnAway(call, DubboFrame.SERVER_THREADPOOL_EXHAUSTED, "twinmesh: overloaded: calls in flight: " + count);
        return false;
    }

    private void turnAway(InFlight call, int status, String text) {
        reply(call.serialization, call.id, status, text);
        lane.free(call);
    }

    /** A client answers heartbeats, which the sidecar does not send it, and callbacks, which the sidecar does not forward. */
    private boolean response(ByteBuf in, int at) {
        if (!DubboFrame.isEvent(in, at)) {
            lane.counters().add(Counter.DUBBO_RESPONSES_UNKNOWN);
        }
        return true;
    }

    /** A heartbeat becomes its own reply where it lies: same id, same bytes of the body. */
    private void event(ByteBuf in, int at, int length, Runs runs) {
        serialization = DubboFrame.serialization(in, at);
        if (EventKind.of(in, at) == EventKind.HEARTBEAT && DubboFrame.isTwoWay(in, at)) {
            lane.counters().add(Counter.DUBBO_HEARTBEATS);
            in.setByte(at + 2, DubboFrame.EVENT | serialization);
            in.setByte(at + 3, DubboFrame.OK);
            runs.add(link(), at, length);
        }
    }

    @Override
    public void broken(ByteBuf in, int at, int problem) {
        lane.counters().add(Counter.DUBBO_FRAMES_MALFORMED);
        if (problem == FrameScanner.BAD_LENGTH && DubboFrame.isRequest(in, at)) {
            reply(
                    DubboFrame.serialization(in, at),
                    DubboFrame.requestId(in, at),
                    DubboFrame.BAD_REQUEST,
                    "twinmesh: malformed: body length: " + DubboFrame.bodyLength(in, at) + " (expected: 0 to "
                            + lane.limits().payload() + ")");
        }
        link().closeAfterFlush();
    }

    @Override
    public void turnedAway(ByteBuf in, int at) {
        lane.counters().add(Counter.MEMORY_FRAMES_TURNED_AWAY);
        if (DubboFrame.isRequest(in, at) && DubboFrame.isTwoWay(in, at)) {
            reply(
                    DubboFrame.serialization(in, at),
                    DubboFrame.requestId(in, at),
                    DubboFrame.SERVER_THREADPOOL_EXHAUSTED,
                    lane.noRoom("a frame of " + DubboFrame.length(in, at) + " bytes"));
        }
    }

    /** The response of a call has come. */
    void answered(InFlight call) {
        calls.remove(call);
        endIfLeaving();
    }

    /** A call in flight ends without a response. */
    void fail(InFlight call, int status, String text) {
        calls.remove(call);
        reply(call.serialization, call.id, status, text);
        endIfLeaving();
    }

    private void reply(int in, long id, int status, String text) {
        ByteBuf out = link().allocator().buffer(DubboFrame.HEADER_LENGTH + text.length() + 8);
        DubboReplies.error(out, in, id, status, text);
        link().write(out);
    }

    /** Tells the client to send no more calls here, or that it may again. */
    void announce(boolean draining) {
        if (link == null) {
            return;
        }
        ByteBuf out = link.allocator().buffer(32);
        if (draining) {
            DubboReplies.readOnly(out, serialization, 0);
        } else {
            DubboReplies.writeable(out, serialization, 0);
        }
        link.write(out);
    }

    /** Reads no requests while the client does not read its responses. */
    @Override
    public void writable(boolean writable) {
        if (writable) {
            link().release();
        } else {
            link().hold();
        }
    }

    void sweep() {
        Counter late = link == null ? null : late(link);
        if (late != null) {
            lane.counters().add(late);
            link().close();
        }
    }

    /** Which of its time limits the client has passed, or null. */
    private @Nullable Counter late(Link client) {
        Limits limits = lane.limits();
        if (client.silentSweeps() > limits.sweeps(3L * limits.heartbeatMillis())) {
            return Counter.DOWNSTREAM_IDLE_CLOSED;
        }
        if (client.stalledSweeps() > limits.sweeps(limits.stalledClientMillis())) {
            return Counter.DOWNSTREAM_STALLED;
        }
        boolean half = frames.sweep(!client.held()) > limits.sweeps(limits.frameTimeoutMillis());
        return half ? Counter.DUBBO_FRAMES_TIMED_OUT : null;
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

    boolean passing() {
        return passing;
    }

    boolean leaving() {
        return leaving;
    }

    /** Knows what another process did about the place its client meant it to go. */
    void transparency(boolean passes, boolean leaves) {
        passing = passes;
        leaving = leaves;
    }

    /** Calls that have no answer yet. */
    CallMap calls() {
        return calls;
    }

    /** The connection goes on in another process, and so do its calls; one that is being decided finds nobody to answer. */
    void moved() {
        frames.close();
        calls.drain().forEach(call -> call.downstream = null);
    }

    void close() {
        if (link != null) {
            link.closeAfterFlush();
        }
    }

    @Override
    public void closed() {
        frames.close();
        lane.left(this);
        calls.drain().forEach(this::cancel);
    }

    /** An outbound call ends here. The local application works on, as it does in process: what it was sent counts until it is done. */
    private void cancel(InFlight call) {
        call.downstream = null;
        if (call.place == InFlight.Place.SENT && lane.scope().inbound()) {
            return;
        }
        if (call.place == InFlight.Place.SENT) {
            Objects.requireNonNull(call.connection).forget(call);
        }
        if (call.place == InFlight.Place.SENT || call.place == InFlight.Place.FREE) {
            lane.end(call, Outcome.CANCELLED);
            lane.free(call);
        }
    }
}
