package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Counters;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.Limits;
import io.twinmesh.backend.proxy.link.Link;
import io.twinmesh.backend.proxy.link.Passage;
import io.twinmesh.backend.proxy.link.Worker;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Dubbo connections from one listener on one worker. */
final class DubboLane implements Lane {

    private final LaneScope scope;
    private final Worker worker;
    private final Dispatcher dispatcher;
    private final UpstreamPool upstreams;
    private final Map<InetAddress, UpstreamPool> perSource = new HashMap<>();
    private final CallerTimeouts callerTimeouts;
    private final Set<DubboDownstream> downstreams = new LinkedHashSet<>();
    private final ArrayDeque<InFlight> free = new ArrayDeque<>();
    private int inFlight;
    private int ordinals;

    DubboLane(LaneScope scope, MethodTable methods) {
        this.scope = scope;
        this.worker = scope.worker();
        this.upstreams = new UpstreamPool(this, null);
        this.callerTimeouts = new CallerTimeouts(worker);
        this.dispatcher = new Dispatcher(this, methods);
        worker.everySweep(this::sweep);
    }

    @Override
    public void accept(Channel channel) {
        Link.attach(channel, worker, entered());
    }

    void left(DubboDownstream downstream) {
        downstreams.remove(downstream);
        InetAddress source = scope.interception().keepClientAddress() ? downstream.source() : null;
        if (source != null && downstreams.stream().noneMatch(other -> source.equals(other.source()))) {
            UpstreamPool own = perSource.remove(source);
            if (own != null) {
                own.end();
            }
        }
    }

    /** Ends the ways that come from addresses no client has any more. */
    void endUnusedSources() {
        List<UpstreamPool> unused = perSource.entrySet().stream()
                .filter(pool ->
                        downstreams.stream().noneMatch(other -> pool.getKey().equals(other.source())))
                .map(Map.Entry::getValue)
                .toList();
        unused.forEach(UpstreamPool::end);
        perSource.values().removeAll(unused);
    }

    @Override
    public void announce(boolean draining) {
        downstreams.forEach(downstream -> downstream.announce(draining));
    }

    @Override
    public void announce(boolean draining, Endpoint destination) {
        for (DubboDownstream downstream : downstreams) {
            if (downstream.isFor(destination)) {
                downstream.announce(draining);
            }
        }
    }

    /** Tells the clients that chose an endpoint themselves, and whose calls no route takes elsewhere. */
    void announcePassed(boolean draining, Endpoint endpoint) {
        forEachPassing(endpoint, downstream -> downstream.announce(draining));
    }

    /** Lets go of the same clients: the connection to the endpoint is gone or did not come about. */
    void lost(Endpoint endpoint) {
        forEachPassing(endpoint, DubboDownstream::leave);
    }

    /** Whether a client chose this endpoint itself, so that it need not be in a cluster. */
    boolean isPassedTo(Endpoint endpoint) {
        return scope.interception().passUnmatched()
                && downstreams.stream().anyMatch(downstream -> downstream.passesTo(endpoint));
    }

    private void forEachPassing(Endpoint endpoint, Consumer<DubboDownstream> action) {
        if (scope.interception().passUnmatched()) {
            downstreams.stream()
                    .filter(downstream -> downstream.passesTo(endpoint))
                    .forEach(action);
        }
    }

    private void sweep() {
        new ArrayList<>(downstreams).forEach(DubboDownstream::sweep);
        upstreams.sweep();
        new ArrayList<>(perSource.values()).forEach(UpstreamPool::sweep);
    }

    /** A call to be filled. Given back by {@link #free}. */
    InFlight newCall() {
        inFlight++;
        InFlight call = free.pollLast();
        return call == null ? new InFlight(worker.kernel().newCall()) : call;
    }

    /** Whether there are too many calls, and a client with so many has more than its share of them. */
    boolean isCrowded(int calls) {
        int most = limits().callsPerWorker();
        return inFlight > most && calls >= most / downstreams.size();
    }

    /** Tells the kernel how a call ended. A fault there is none of the peers'. */
    void end(InFlight call, Outcome outcome) {
        try {
            call.call.end(outcome);
        } catch (RuntimeException e) {
            worker.failed(e);
        }
    }

    /** Takes back a call that is nowhere any more. */
    void free(InFlight call) {
        inFlight--;
        callerTimeouts.forget(call);
        call.clear();
        free.addLast(call);
    }

    /** A call goes on in another process. */
    void handedOver(InFlight call) {
        worker.kernel().handedOver(call.call);
        free(call);
    }

    @Override
    public int clients() {
        return downstreams.size();
    }

    @Override
    public Passage passage() {
        return Passage.MOVE;
    }

    @Override
    public void standStill() {
        allUpstreams().forEach(Upstream::standStill);
    }

    /** The ways to all endpoints, whatever address they come from. */
    List<Upstream> allUpstreams() {
        List<Upstream> all = upstreams.all();
        perSource.values().forEach(pool -> all.addAll(pool.all()));
        return all;
    }

    @Override
    public void carry(LaneOutput output) {
        new DubboCarry(this, output).write(downstreams);
    }

    @Override
    public void moved() {
        downstreams.forEach(DubboDownstream::moved);
        downstreams.clear();
        upstreams.moved();
        perSource.values().forEach(UpstreamPool::moved);
        perSource.clear();
    }

    @Override
    public void thawed() {
        allUpstreams().forEach(Upstream::thawed);
    }

    @Override
    public Adoption adopt(LaneInput input) {
        return new DubboAdoption(this, input).build();
    }

    /** A client's connection that another process accepted, still to be put on its channel. */
    DubboDownstream entered() {
        DubboDownstream downstream = new DubboDownstream(this, ordinals++);
        downstreams.add(downstream);
        return downstream;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public void close() {
        List<DubboDownstream> open = new ArrayList<>(downstreams);
        open.forEach(DubboDownstream::close);
        upstreams.close();
        perSource.values().forEach(UpstreamPool::close);
    }

    /** The words for a call that would have to be kept where there is no room. */
    String noRoom(String what) {
        return "twinmesh: overloaded: no room for " + what + " (expected: at most "
                + worker.budget().limit() + " bytes held for all peers)";
    }

    /** Tells the kernel what was learned about an endpoint; the local application is none. */
    void health(Endpoint endpoint, EndpointHealth health) {
        if (scope.direction() == Direction.OUTBOUND) {
            worker.safely(() -> worker.kernel().health(endpoint, health));
        }
    }

    CallerTimeouts callerTimeouts() {
        return callerTimeouts;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Connections that a client's calls may use: shared by all clients, or by those of one address if the application is to see it. */
    UpstreamPool upstreams(@Nullable DubboDownstream client) {
        InetAddress source = client == null || !scope.interception().keepClientAddress() ? null : client.source();
        return upstreams(source);
    }

    /** Connections that come from an address, or from the sidecar's own. */
    UpstreamPool upstreams(@Nullable InetAddress source) {
        return source == null ? upstreams : perSource.computeIfAbsent(source, from -> new UpstreamPool(this, from));
    }

    LaneScope scope() {
        return scope;
    }

    Worker worker() {
        return worker;
    }

    ByteBufAllocator allocator() {
        return worker.transport().allocator();
    }

    Limits limits() {
        return worker.limits();
    }

    Counters counters() {
        return worker.counters();
    }
}
