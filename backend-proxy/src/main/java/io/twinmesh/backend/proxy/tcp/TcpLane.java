package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.LaneOutput;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.Link;
import io.twinmesh.backend.proxy.link.Passage;
import io.twinmesh.backend.proxy.link.Trial;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pass-through connections from one listener on one worker. */
final class TcpLane implements Lane {

    private final LaneScope scope;
    private final Set<TcpDownstream> open = new LinkedHashSet<>();

    TcpLane(LaneScope scope) {
        this.scope = scope;
        scope.worker().everySweep(() -> new ArrayList<>(open).forEach(TcpDownstream::sweep));
    }

    @Override
    public void accept(Channel channel) {
        attach(channel, new TcpDownstream(this));
    }

    private void attach(Channel channel, TcpDownstream downstream) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        open.add(downstream);
        Link.attach(channel, scope.worker(), downstream);
    }

    @Override
    public @Nullable Trial acceptSilent(Channel channel, Predicate<ByteBuf> other) {
        Call call = worker().kernel().newCall();
        Endpoint endpoint = route(call, channel);
        if (endpoint == null) {
            return null;
        }
        TcpDownstream downstream = new TcpDownstream(this, call);
        TcpTrial trial = new TcpTrial(downstream, other);
        attach(channel, downstream);
        downstream.begin(endpoint, trial);
        return trial;
    }

    /**
     * Where a connection goes, or null if nowhere.
     *
     * @param call filled with the decision
     */
    @Nullable Endpoint route(Call call, Channel channel) {
        Kernel kernel = scope.worker().kernel();
        Endpoint destination = scope.destination(channel);
        RpcRequest request = RpcRequest.builder(MethodKey.of("", ""))
                .protocol(Protocol.TCP)
                .port(destination == null ? scope.port() : destination.port())
                .passesTo(scope.interception().passUnmatched() ? destination : null)
                .build();
        Decision decision = scope.direction() == Direction.OUTBOUND
                ? kernel.outbound(request, call)
                : kernel.inbound(request, call);
        if (decision instanceof Decision.Forward forward) {
            return forward.endpoint();
        }
        if (decision instanceof Decision.Admit) {
            return Objects.requireNonNull(destination == null ? scope.application() : destination);
        }
        return decision instanceof Decision.Pass pass ? pass.endpoint() : null;
    }

    LaneScope scope() {
        return scope;
    }

    void left(TcpDownstream downstream) {
        open.remove(downstream);
    }

    Worker worker() {
        return scope.worker();
    }

    @Override
    public void announce(boolean draining) {}

    @Override
    public int inFlight() {
        return open.size();
    }

    @Override
    public int clients() {
        return open.size();
    }

    @Override
    public Passage passage() {
        return Passage.MOVE;
    }

    @Override
    public void standStill() {
        open.forEach(TcpDownstream::standStill);
    }

    @Override
    public void carry(LaneOutput output) {
        new TcpCarrier(this).carry(output, open);
    }

    @Override
    public void moved() {
        open.forEach(TcpDownstream::moved);
        open.clear();
    }

    @Override
    public void thawed() {
        new ArrayList<>(open).forEach(TcpDownstream::thawed);
    }

    @Override
    public Adoption adopt(LaneInput input) {
        return new TcpCarrier(this).adopt(input);
    }

    /** A connection another process accepted. */
    void entered(TcpDownstream downstream) {
        open.add(downstream);
    }

    @Override
    public void close() {
        new ArrayList<>(open).forEach(TcpDownstream::close);
    }
}
