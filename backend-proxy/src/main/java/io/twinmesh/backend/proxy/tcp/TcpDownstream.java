package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.twinmesh.api.Call;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Link;
import io.twinmesh.backend.proxy.link.Worker;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client's connection that is passed through: the kernel is asked once, with the first bytes. */
final class TcpDownstream implements Conversation {

    private final TcpLane lane;
    private final Worker worker;
    private final Call call;
    private @Nullable Link link;
    private @Nullable TcpUpstream upstream;
    private boolean asked;

    TcpDownstream(TcpLane lane) {
        this.lane = lane;
        this.worker = lane.worker();
        this.call = worker.kernel().newCall();
    }

    @Override
    public void opened(Link opened) {
        link = opened;
    }

    Link link() {
        return Objects.requireNonNull(link);
    }

    @Override
    public void read(ByteBuf bytes) {
        if (upstream != null) {
            upstream.send(bytes);
        } else if (asked) {
            bytes.release();
        } else {
            asked = true;
            begin(bytes);
        }
    }

    private void begin(ByteBuf first) {
        Endpoint endpoint = lane.route(call, first);
        if (endpoint != null) {
            worker.counters().add(Counter.TCP_CONNECTIONS);
            connect(endpoint, first);
            return;
        }
        if (TextLine.is(first)) {
            link().write(TextLine.answer(first));
        }
        first.release();
        link().closeAfterFlush();
    }

    /** Reads nothing more until the endpoint is connected. */
    private void connect(Endpoint endpoint, ByteBuf first) {
        link().hold();
        TcpUpstream other = new TcpUpstream(this, first);
        upstream = other;
        worker.transport()
                .client(worker.loop(), worker.limits().connectTimeoutMillis())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Link.attach(channel, worker, other);
                    }
                })
                .connect(new InetSocketAddress(endpoint.address(), endpoint.port()))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        failed(endpoint, other);
                    }
                });
    }

    private void failed(Endpoint endpoint, TcpUpstream other) {
        worker.counters().add(Counter.UPSTREAM_CONNECT_FAILED);
        worker.kernel().health(endpoint, EndpointHealth.UNREACHABLE);
        call.end(Outcome.UNREACHABLE);
        other.closed();
    }

    @Override
    public void writable(boolean writable) {
        if (upstream != null) {
            upstream.read(writable);
        }
    }

    @Override
    public void inputEnded() {
        if (upstream != null) {
            upstream.endOutput();
        } else {
            link().close();
        }
    }

    void sweep() {
        if (!asked
                && link != null
                && link.silentSweeps()
                        > worker.limits().sweeps(3L * worker.limits().heartbeatMillis())) {
            worker.counters().add(Counter.DOWNSTREAM_IDLE_CLOSED);
            link.close();
        }
    }

    /** The endpoint's side is gone. */
    void upstreamClosed() {
        close();
    }

    void close() {
        if (link != null) {
            link.closeAfterFlush();
        }
    }

    @Override
    public void closed() {
        lane.left(this);
        call.end(Outcome.OK);
        if (upstream != null) {
            upstream.close();
        }
    }
}
