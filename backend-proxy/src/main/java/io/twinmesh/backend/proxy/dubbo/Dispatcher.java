package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Kept;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel about every request and carries its decision out. What may make a call wait is decided on another thread; everything else
 * on the loop.
 */
final class Dispatcher {

    private final DubboLane lane;
    private final LaneScope scope;
    private final Kernel kernel;
    private final Direction direction;
    private final MethodTable methods;
    private final DubboRequest request;
    private final Runs single = new Runs();

    Dispatcher(DubboLane lane, MethodTable methods) {
        this.lane = lane;
        this.scope = lane.scope();
        this.kernel = lane.worker().kernel();
        this.direction = scope.direction();
        this.methods = methods;
        this.request = new DubboRequest(methods, scope.port());
    }

    /** Takes a request that its client waits to have answered, or a one-way one. */
    void take(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        view(call, in, at, length);
        if (request.unreadable()) {
            takeUnreadable(call, in, at, length, runs);
        } else {
            decide(call, in, at, length, runs);
        }
    }

    private void view(InFlight call, ByteBuf in, int at, int length) {
        request.port(portOf(call));
        request.passesTo(passesTo(call));
        request.wrap(in, at, length);
    }

    private int portOf(InFlight call) {
        return call.downstream == null ? scope.port() : call.downstream.port();
    }

    /** Where it goes if no route is for it, or null if it is refused then. */
    private @Nullable Endpoint passesTo(InFlight call) {
        return call.downstream != null && scope.interception().passUnmatched() ? call.downstream.destination() : null;
    }

    private void takeUnreadable(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        call.ungoverned = true;
        lane.counters().add(Counter.DUBBO_SERIALIZATION_UNKNOWN);
        if (scope.inbound() && !lane.limits().refusesUnknown()) {
            submit(call, application(call), in, at, length, runs);
        } else if (!scope.inbound() && scope.interception().passUnmatched()) {
            pass(call, in, at, length, runs);
        } else {
            fail(
                    call,
                    DubboFrame.BAD_REQUEST,
                    "twinmesh: malformed: serialization: " + call.serialization + " (expected: " + DubboFrame.HESSIAN2
                            + " or " + DubboFrame.FASTJSON2 + ")");
        }
    }

    /** The local application that a client wants. */
    private Endpoint application(InFlight call) {
        Endpoint application = scope.application();
        return application == null ? destination(call) : application;
    }

    private static Endpoint destination(InFlight call) {
        return Objects.requireNonNull(Objects.requireNonNull(call.downstream).destination());
    }

    /** Sends a call to where its connection was meant to go. */
    private void pass(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        lane.counters().add(Counter.DUBBO_PASSED);
        call.passed = true;
        Upstream upstream = upstream(call, destination(call));
        Objects.requireNonNull(call.downstream).passes(upstream.draining());
        upstream.submit(call, in, at, length, runs);
    }

    /** Decides about a request the view is set on. */
    private void decide(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        request.key();
        if (request.malformed()) {
            failMalformed(call, request.flaw());
            return;
        }
        Decision decision = askSafely(request, call, true);
        if (decision == null) {
            decideAside(call, Kept.part(in, at, length, lane.allocator()));
        } else {
            carryOut(call, decision, request.malformed(), in, at, length, runs);
        }
    }

    /** Asks the kernel; null if the answer may have to wait and must not. */
    private @Nullable Decision ask(DubboRequest about, InFlight call, boolean atOnce) {
        if (atOnce) {
            return kernel.decideAtOnce(direction, about, call.call);
        }
        return direction == Direction.OUTBOUND ? kernel.outbound(about, call.call) : kernel.inbound(about, call.call);
    }

    /** Read only where a rule asks for it: it stands behind everything else in a frame. */
    private static int callerTimeout(DubboRequest about, InFlight call) {
        return call.call.isTimed() ? CallerTimeouts.millis(about.attachment("timeout")) : 0;
    }

    private void carryOut(
            InFlight call, Decision decision, boolean malformed, ByteBuf in, int at, int length, Runs runs) {
        if (decision instanceof Decision.Reject reject) {
            reject(call, reject);
        } else if (malformed) {
            lane.end(call, Outcome.CANCELLED);
            failMalformed(call, DubboRequest.NO_VALUES);
        } else if (decision instanceof Decision.Forward forward) {
            lane.callerTimeouts().watch(call);
            submit(call, forward.endpoint(), in, at, length, runs);
        } else if (decision instanceof Decision.Pass) {
            lane.callerTimeouts().watch(call);
            pass(call, in, at, length, runs);
        } else {
            submit(call, application(call), in, at, length, runs);
        }
    }

    private void submit(InFlight call, Endpoint endpoint, ByteBuf in, int at, int length, Runs runs) {
        upstream(call, endpoint).submit(call, in, at, length, runs);
    }

    private Upstream upstream(InFlight call, Endpoint endpoint) {
        DubboDownstream client = call.downstream;
        return lane.upstreams(client).of(endpoint, client == null ? 0 : client.ordinal());
    }

    private void decideAside(InFlight call, ByteBuf frame) {
        if (!lane.worker().budget().takeAside(Kept.cost(frame))) {
            frame.release();
            turnAway(call, "one more call that waits for its turn");
            return;
        }
        lane.counters().add(Counter.DUBBO_CALLS_ASIDE);
        call.place = InFlight.Place.ASIDE;
        call.frame = frame;
        try {
            DubboRequest view = new DubboRequest(methods, portOf(call));
            view.passesTo(passesTo(call));
            lane.worker().aside().execute(() -> askAside(call, view, frame));
        } catch (RejectedExecutionException e) {
            lane.worker().budget().giveAside(Kept.cost(frame));
            frame.release();
            call.frame = null;
            lane.counters().add(Counter.DUBBO_REJECTED);
            fail(
                    call,
                    DubboFrame.SERVER_THREADPOOL_EXHAUSTED,
                    "twinmesh: overloaded: too many calls wait for their turn (expected: at most " + Worker.MOST_ASIDE
                            + ")");
        }
    }

    /** Runs beside the loop. */
    private void askAside(InFlight call, DubboRequest view, ByteBuf frame) {
        view.wrap(frame, frame.readerIndex(), frame.readableBytes());
        Decision decision = Objects.requireNonNull(askSafely(view, call, false));
        boolean malformed = view.malformed();
        lane.worker().execute(() -> decidedAside(call, decision, malformed, frame));
    }

    /** A fault of a decision fails the call it is about, and nothing else. */
    private @Nullable Decision askSafely(DubboRequest about, InFlight call, boolean atOnce) {
        try {
            Decision decision = ask(about, call, atOnce);
            call.callerTimeout = decision == null ? 0 : callerTimeout(about, call);
            return decision;
        } catch (RuntimeException e) {
            lane.worker().failed(e);
            return Decision.Reject.of(
                    RejectReason.OVERLOADED, "decision: failed (expected: none does; the log has more)");
        }
    }

    private void decidedAside(InFlight call, Decision decision, boolean malformed, ByteBuf frame) {
        lane.worker().budget().giveAside(Kept.cost(frame));
        call.place = InFlight.Place.FREE;
        if (call.downstream == null) {
            frame.release();
            lane.end(call, Outcome.CANCELLED);
            lane.free(call);
            return;
        }
        call.frame = null;
        single.begin(frame);
        lane.worker()
                .safely(() ->
                        carryOut(call, decision, malformed, frame, frame.readerIndex(), frame.readableBytes(), single));
        single.finish();
    }

    /** Takes a request that another process had not decided about. */
    void again(InFlight call, ByteBuf frame) {
        single.begin(frame);
        take(call, frame, frame.readerIndex(), frame.readableBytes(), single);
        single.finish();
    }

    /** Takes back a queued call whose connection did not come about. A fault in the matter of one call does not reach the others. */
    void unsent(InFlight call, ByteBuf frame, Endpoint endpoint, String why) {
        single.begin(frame);
        lane.worker()
                .safely(() -> unsent(call, endpoint, why, frame, frame.readerIndex(), frame.readableBytes(), single));
        single.finish();
    }

    /** Takes back a call that never left: it goes elsewhere if the kernel says so. */
    void unsent(InFlight call, Endpoint endpoint, String why, ByteBuf in, int at, int length, Runs runs) {
        view(call, in, at, length);
        if (goesElsewhere(call) && call.call.decision() instanceof Decision.Forward forward) {
            submit(call, forward.endpoint(), in, at, length, runs);
        } else {
            lane.end(call, Outcome.UNREACHABLE);
            letClientGo(call);
            fail(call, DubboFrame.SERVER_ERROR, "twinmesh: upstream unreachable: " + endpoint + ": " + why);
        }
    }

    /** A fault of the kernel is no reason to try on. */
    private boolean goesElsewhere(InFlight call) {
        try {
            return kernel.goElsewhere(request, call.call);
        } catch (RuntimeException e) {
            lane.worker().failed(e);
            return false;
        }
    }

    /** A client that cannot be passed to where it meant to go must not take that for reachable. */
    private static void letClientGo(InFlight call) {
        if (call.passed && call.downstream != null) {
            call.downstream.leave();
        }
    }

    private void reject(InFlight call, Decision.Reject reject) {
        lane.counters().add(Counter.DUBBO_REJECTED);
        fail(call, status(reject.reason()), "twinmesh: " + reject.reason().word() + ": " + reject.detail());
    }

    private static int status(RejectReason reason) {
        return switch (reason) {
            case THROTTLED, PARAM_THROTTLED, DEGRADED, OVERLOADED, CIRCUIT_OPEN ->
                DubboFrame.SERVER_THREADPOOL_EXHAUSTED;
            case NO_ROUTE -> DubboFrame.SERVICE_NOT_FOUND;
            case NO_ENDPOINT, NOT_READY -> DubboFrame.SERVER_ERROR;
            case UNAUTHORIZED -> DubboFrame.SERVICE_ERROR;
            case MALFORMED -> DubboFrame.BAD_REQUEST;
        };
    }

    /** There is no room to keep a call that is in no table of a connection any more, or its response. */
    void turnAway(InFlight call, String what) {
        lane.counters().add(Counter.MEMORY_CALLS_TURNED_AWAY);
        lane.end(call, Outcome.CANCELLED);
        fail(call, DubboFrame.SERVER_THREADPOOL_EXHAUSTED, lane.noRoom(what));
    }

    private void failMalformed(InFlight call, String flaw) {
        lane.counters().add(Counter.DUBBO_BODIES_MALFORMED);
        fail(call, DubboFrame.BAD_REQUEST, "twinmesh: malformed: " + flaw);
    }

    /** Answers a call that is in no table of a connection any more with an error, and frees it. */
    void fail(InFlight call, int status, String text) {
        DubboDownstream to = call.downstream;
        if (to != null && call.twoWay) {
            to.fail(call, status, text);
        }
        lane.free(call);
    }
}
