package io.twinmesh.backend.proxy.dubbo;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.util.NetUtil;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.backend.proxy.link.ClientAddress;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Kept;
import io.twinmesh.backend.proxy.link.Link;
import io.twinmesh.backend.proxy.link.Worker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to one endpoint: opens its connection when the first call comes, keeps calls while it opens, opens it again when it broke.
 * While connecting fails, calls are turned away at once and it tries again in growing intervals; only a call whose client chose this endpoint
 * itself makes it try at once, as the client would.
 */
final class Upstream {

    private static final int FIRST_RETRY_MILLIS = 100;
    private static final int LAST_RETRY_MILLIS = 5_000;
    private static final int RETRIES_UNASKED = 60;

    private final DubboLane lane;
    private final Worker worker;
    private final Endpoint endpoint;
    private final @Nullable InetAddress source;
    private final WaitingCalls waitingCalls;
    private @Nullable UpstreamConnection connection;
    private @Nullable ChannelFuture attempt;
    private boolean connecting;
    private boolean waiting;
    private boolean closed;
    private boolean reported;
    private boolean draining;
    private int failures;
    private int lastUsed;
    private long knownAt;

    Upstream(DubboLane lane, Endpoint endpoint, @Nullable InetAddress source) {
        this.lane = lane;
        this.worker = lane.worker();
        this.endpoint = endpoint;
        this.source = source;
        this.waitingCalls = new WaitingCalls(worker.hold(this::turnAwayWaiting));
        this.lastUsed = worker.sweep();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Sends a call now, or as soon as there is a connection. */
    void submit(InFlight call, ByteBuf in, int at, int length, Runs runs) {
        lastUsed = worker.sweep();
        UpstreamConnection open = connection;
        if (open != null) {
            open.send(call, in, at, length, runs);
        } else if (waiting && !call.passed
                || closed
                || waitingCalls.bytes() + length > lane.limits().pendingBytes()) {
            lane.dispatcher().unsent(call, endpoint, "not connected", in, at, length, runs);
        } else {
            enqueue(call, Kept.part(in, at, length, lane.allocator()));
        }
    }

    private void enqueue(InFlight call, ByteBuf frame) {
        waitingCalls.add(call, frame);
        if (!connecting) {
            connect();
        }
    }

    /** There is no room for the calls that wait. */
    private void turnAwayWaiting() {
        waitingCalls.drain((call, frame) -> {
            frame.release();
            if (!abandoned(call)) {
                lane.dispatcher().turnAway(call, "calls that wait for a connection to " + endpoint);
            }
        });
    }

    private void connect() {
        connecting = true;
        Bootstrap client = worker.transport()
                .client(worker.loop(), lane.limits().connectTimeoutMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Link.attach(channel, worker, new UpstreamConnection(lane, Upstream.this));
                    }
                });
        ChannelFuture started = ClientAddress.connect(
                client, address(), source, lane.scope().interception().keepMark());
        attempt = started;
        started.addListener(done -> {
            if (!done.isSuccess()) {
                worker.execute(() -> failed(started));
            }
        });
    }

    private InetSocketAddress address() {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(endpoint.address());
        if (bytes == null) {
            return InetSocketAddress.createUnresolved(endpoint.address(), endpoint.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), endpoint.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(endpoint.toString(), e);
        }
    }

    private void failed(ChannelFuture tried) {
        if (tried != attempt) {
            return;
        }
        Throwable cause = tried.cause();
        connecting = false;
        failures++;
        worker.counters().add(Counter.UPSTREAM_CONNECT_FAILED);
        report(EndpointHealth.UNREACHABLE);
        retryLater();
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        waitingCalls.drain((call, frame) -> {
            if (abandoned(call)) {
                frame.release();
            } else {
                lane.dispatcher().unsent(call, frame, endpoint, why);
            }
        });
        if (closed) {
            waitingCalls.close();
        }
        lane.lost(endpoint);
    }

    /** Ends a call whose client went away while it was queued. */
    private boolean abandoned(InFlight call) {
        if (call.downstream != null) {
            return false;
        }
        lane.end(call, Outcome.CANCELLED);
        lane.free(call);
        return true;
    }

    /** Tells the kernel what is no news to this connection, and remembers that good news will be some. */
    private void report(EndpointHealth health) {
        reported = health != EndpointHealth.HEALTHY;
        lane.health(endpoint, health);
    }

    private void retryLater() {
        if (waiting || closed || failures > RETRIES_UNASKED) {
            return;
        }
        waiting = true;
        long delay = Math.min(LAST_RETRY_MILLIS, (long) FIRST_RETRY_MILLIS << Math.min(failures, 10));
        worker.loop().schedule(() -> worker.execute(this::retry), delay, TimeUnit.MILLISECONDS);
    }

    private void retry() {
        waiting = false;
        if (!closed && connection == null && !connecting) {
            connect();
        }
    }

    /** The connection stands: what waited for it goes out. */
    void opened(UpstreamConnection open) {
        connecting = false;
        connection = open;
        failures = 0;
        worker.counters().add(Counter.UPSTREAM_CONNECTED);
        worker.counters().add(Counter.UPSTREAM_OPEN);
        if (reported) {
            report(EndpointHealth.HEALTHY);
        }
        sendWaiting(open);
        if (closed) {
            waitingCalls.close();
            open.end();
        }
    }

    private void sendWaiting(UpstreamConnection open) {
        Runs single = new Runs();
        waitingCalls.drain((call, frame) -> {
            if (abandoned(call)) {
                frame.release();
            } else {
                send(open, call, frame, single);
            }
        });
    }

    private static void send(UpstreamConnection open, InFlight call, ByteBuf frame, Runs single) {
        single.begin(frame);
        open.send(call, frame, frame.readerIndex(), frame.readableBytes(), single);
        single.finish();
    }

    /** A connection that another process opened. */
    void adopted(UpstreamConnection open) {
        connecting = false;
        connection = open;
        worker.counters().add(Counter.UPSTREAM_OPEN);
    }

    /** Waits for {@link #adopted}, if there is neither a connection nor an attempt at one; false if there is. */
    boolean reserve() {
        boolean vacant = vacant();
        connecting |= vacant;
        return vacant;
    }

    /** The connection it was reserved for does not come. */
    void forsake() {
        connecting = false;
    }

    private boolean vacant() {
        return connection == null && !connecting && !waiting;
    }

    /** Takes no calls of its own: for a connection that is to end with the last call it has. */
    void onlyFinishes() {
        closed = true;
    }

    /** Closes the connection once it carries nothing; true if there is none any more. */
    boolean closeIdle() {
        if (connection != null && connection.quiet()) {
            connection.close();
        }
        return connection == null && !connecting;
    }

    @Nullable UpstreamConnection connection() {
        return connection;
    }

    /** Calls that wait for a connection. */
    Collection<InFlight> queued() {
        return waitingCalls.all();
    }

    boolean reported() {
        return reported;
    }

    @Nullable InetAddress source() {
        return source;
    }

    /** Knows what another process told the kernel, and what the endpoint asked for. */
    void knows(boolean toldKernel, boolean drains) {
        reported = toldKernel;
        draining = drains;
    }

    /** Takes in a call that waited for a connection in another process. */
    void requeue(InFlight call, ByteBuf frame) {
        UpstreamConnection open = connection;
        if (open == null) {
            enqueue(call, frame);
        } else {
            send(open, call, frame, new Runs());
        }
    }

    /** Gives an attempt to connect up for now; what waits for it stays. */
    void standStill() {
        ChannelFuture tried = attempt;
        attempt = null;
        if (connecting && tried != null) {
            connecting = false;
            tried.channel().close();
        }
    }

    /** Connects if something waits for that. */
    void thawed() {
        if (!waitingCalls.isEmpty() && vacant()) {
            connect();
        }
    }

    /** Everything goes on in another process. */
    void moved() {
        closed = true;
        if (connection != null) {
            connection.moved();
            connection = null;
        }
        waitingCalls.drain((call, frame) -> {
            frame.release();
            lane.handedOver(call);
        });
    }

    /** The endpoint asked for no new calls. */
    void draining(boolean draining) {
        this.draining = draining;
        if (draining) {
            worker.counters().add(Counter.UPSTREAM_READONLY);
        }
        if (lane.scope().inbound()) {
            lane.scope().announce(draining, endpoint);
        } else {
            report(draining ? EndpointHealth.DRAINING : EndpointHealth.HEALTHY);
            lane.announcePassed(draining, endpoint);
        }
    }

    /** Whether the endpoint asked for no new calls. */
    boolean draining() {
        return draining;
    }

    /** The connection is gone. If the endpoint was draining, only trying tells when it is back. */
    void lost() {
        connection = null;
        draining = false;
        lane.lost(endpoint);
        worker.counters().add(Counter.UPSTREAM_OPEN, -1);
        if (reported) {
            retryLater();
        }
    }

    void sweep() {
        waitingCalls.sweep();
        if (connection != null) {
            connection.sweep();
        }
    }

    /** Whether the endpoint may have left: not used for some sweeps and not known to be in a cluster since the last change. */
    boolean unsure(long version, int sweeps) {
        return knownAt != version && worker.sweep() - lastUsed > sweeps;
    }

    /** The endpoint is in a cluster at this version. */
    void known(long version) {
        knownAt = version;
    }

    /** Whether nobody waits for anything from here. */
    boolean quiet() {
        return waitingCalls.isEmpty() && !connecting && (connection == null || connection.quiet());
    }

    /** The endpoint is in no cluster any more. */
    void retire() {
        if (connection != null) {
            worker.counters().add(Counter.UPSTREAM_RETIRED);
        }
        end();
    }

    /** Nobody uses it any more. */
    void end() {
        closed = true;
        if (!connecting) {
            waitingCalls.close();
        }
        if (connection != null) {
            connection.end();
        }
    }

    void close() {
        closed = true;
        if (connection != null) {
            connection.close();
        }
    }
}
