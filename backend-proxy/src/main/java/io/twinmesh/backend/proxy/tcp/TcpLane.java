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
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.Link;
import io.twinmesh.backend.proxy.link.Worker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pass-through connections from one listener on one worker. */
final class TcpLane implements Lane {

    private final LaneScope scope;
    private final RpcRequest request;
    private final Set<TcpDownstream> open = new LinkedHashSet<>();

    TcpLane(LaneScope scope) {
        this.scope = scope;
        this.request = RpcRequest.builder(MethodKey.of("", ""))
                .protocol(Protocol.TCP)
                .port(scope.port())
                .build();
        scope.worker().everySweep(() -> new ArrayList<>(open).forEach(TcpDownstream::sweep));
    }

    @Override
    public void accept(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        TcpDownstream downstream = new TcpDownstream(this);
        open.add(downstream);
        Link.attach(channel, scope.worker(), downstream);
    }

    /**
     * Where a connection goes that begins with these bytes, or null if nowhere: then it has been counted.
     *
     * @param call filled with the decision
     */
    @Nullable Endpoint route(Call call, ByteBuf first) {
        Kernel kernel = scope.worker().kernel();
        Decision decision = scope.direction() == Direction.OUTBOUND
                ? kernel.outbound(request, call)
                : kernel.inbound(request, call);
        if (decision instanceof Decision.Forward forward) {
            return forward.endpoint();
        }
        if (decision instanceof Decision.Admit) {
            return Objects.requireNonNull(scope.application());
        }
        boolean text = TextLine.is(first);
        worker().counters().add(text ? Counter.DOWNSTREAM_TEXT_REFUSED : Counter.DOWNSTREAM_UNROUTED);
        return null;
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
    public void close() {
        new ArrayList<>(open).forEach(TcpDownstream::close);
    }
}
