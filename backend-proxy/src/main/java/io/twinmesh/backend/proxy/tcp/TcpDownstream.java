package io.twinmesh.backend.proxy.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.backend.proxy.link.ClientAddress;
import io.twinmesh.backend.proxy.link.Conversation;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.LaneScope;
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
    private @Nullable TcpTrial trial;
    private @Nullable Endpoint target;
    private @Nullable ChannelFuture connecting;
    private boolean asked;
    private boolean withdrawn;

    TcpDownstream(TcpLane lane) {
        this(lane, lane.worker().kernel().newCall());
    }

    /**
     * A connection about which the kernel may have been asked.
     *
     * @param call holds the decision, if there is one
     */
    TcpDownstream(TcpLane lane, Call call) {
        this.lane = lane;
        this.worker = lane.worker();
        this.call = call;
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
        Endpoint endpoint = lane.route(call, link().channel());
        if (endpoint == null) {
            refuse(first);
            return;
        }
        count();
        TcpUpstream other = new TcpUpstream(this, first, null);
        upstream = other;
        other.hold();
        connect(endpoint, other);
    }

    private void count() {
        worker.counters().add(Counter.TCP_CONNECTIONS);
        if (call.decision() instanceof Decision.Pass) {
            worker.counters().add(Counter.TCP_PASSED);
        }
    }

    private void refuse(ByteBuf first) {
        boolean text = TextLine.is(first);
        worker.counters().add(text ? Counter.DOWNSTREAM_TEXT_REFUSED : Counter.DOWNSTREAM_UNROUTED);
        if (text) {
            link().write(TextLine.answer(first));
        }
        first.release();
        link().closeAfterFlush();
    }

    /** Connects though the client has said nothing. What it says decides: it is read meanwhile. */
    void begin(Endpoint endpoint, TcpTrial begun) {
        asked = true;
        trial = begun;
        TcpUpstream other = new TcpUpstream(this, null, begun);
        upstream = other;
        connect(endpoint, other);
    }

    /** The trial was right. */
    void settle() {
        trial = null;
        count();
        if (upstream != null) {
            upstream.hold();
        }
    }

    /** The trial was wrong, or its endpoint cannot be reached: the channel goes to whom it belongs. */
    void withdraw() {
        withdrawn = true;
        lane.left(this);
        call.end(Outcome.CANCELLED);
        link().detach();
        if (upstream != null) {
            upstream.close();
        }
    }

    private void connect(Endpoint endpoint, TcpUpstream other) {
        target = endpoint;
        Bootstrap client = worker.transport()
                .client(worker.loop(), worker.limits().connectTimeoutMillis())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Link.attach(channel, worker, other);
                    }
                });
        InetSocketAddress to = new InetSocketAddress(endpoint.address(), endpoint.port());
        LaneScope scope = lane.scope();
        ChannelFuture attempt = ClientAddress.connect(
                client, to, scope.source(link().channel()), scope.interception().keepMark());
        connecting = attempt;
        attempt.addListener(done -> {
            if (!done.isSuccess() && connecting == attempt) {
                failed(endpoint, other);
            }
        });
    }

    private void failed(Endpoint endpoint, TcpUpstream other) {
        worker.counters().add(Counter.UPSTREAM_CONNECT_FAILED);
        worker.kernel().health(endpoint, EndpointHealth.UNREACHABLE);
        call.end(Outcome.UNREACHABLE);
        if (trial != null) {
            trial.withdraw();
        }
        other.closed();
    }

    /** Whether it has been decided where it goes. */
    boolean asked() {
        return asked;
    }

    /** Where it goes, once that is decided. */
    @Nullable Endpoint target() {
        return target;
    }

    @Nullable TcpUpstream upstream() {
        return upstream;
    }

    Call call() {
        return call;
    }

    /** Gives an attempt to connect up for now. */
    void standStill() {
        ChannelFuture attempt = connecting;
        connecting = null;
        if (waits() && attempt != null) {
            attempt.channel().close();
        }
    }

    private boolean waits() {
        return upstream != null && upstream.waits();
    }

    /** Connects if it waits for that. */
    void thawed() {
        if (waits()) {
            connect(Objects.requireNonNull(target), Objects.requireNonNull(upstream));
        }
    }

    /**
     * Takes the place of one in another process.
     *
     * @param first what waits for a connection to the endpoint, or null if there is one
     */
    TcpUpstream goesTo(Endpoint endpoint, @Nullable ByteBuf first) {
        asked = true;
        target = endpoint;
        TcpUpstream other = new TcpUpstream(this, first, null);
        upstream = other;
        return other;
    }

    /** Whether it was decided in another process that it goes nowhere. */
    void asked(boolean before) {
        asked = before;
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

    Worker worker() {
        return worker;
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
        if (!withdrawn) {
            close();
        }
    }

    /** The connection goes on in another process. */
    void moved() {
        worker.kernel().handedOver(call);
        if (upstream != null) {
            upstream.moved();
        }
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
