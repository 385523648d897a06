package io.twinmesh.backend.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.twinmesh.api.Direction;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Clients;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Interception;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneScope;
import io.twinmesh.backend.proxy.link.ProxyProtocol;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An address on which connections are accepted, and its lanes on every worker.
 *
 * <p>Lifecycle: {@link #open}, {@link #stopAccepting}, then closed lane by lane. Threads: the one that starts and the one that ends the
 * sidecar.
 */
final class Listener {

    private final Direction direction;
    private final @Nullable Endpoint application;
    private final Interception interception;
    private final Clients clients = new Clients();
    private final OwnAddresses own;
    private final String words;
    private final Channel channel;
    private final Map<EventLoop, LanesOfWorker> lanes = new ConcurrentHashMap<>();

    /** A worker and the lanes of this listener on it. */
    private record LanesOfWorker(Worker worker, Lanes lanes) {}

    private Listener(
            Direction direction,
            SidecarConfig.Listen where,
            Workers workers,
            OwnAddresses own,
            Inheritance inheritance) {
        this.direction = direction;
        this.application = where.application();
        this.interception = where.interception();
        this.own = own;
        this.words = Sockets.words(direction.word(), where.address());
        this.channel = Sockets.bind(
                direction.word(),
                where.address(),
                inheritance,
                () -> prepared(workers.transport().server(workers.loops())),
                socket -> prepared(workers.transport().adoptedServer(workers.loops(), socket)));
    }

    private ServerBootstrap prepared(ServerBootstrap server) {
        server.option(ChannelOption.AUTO_READ, false).childHandler(new Accepted());
        return interception.transparent()
                ? server.option(EpollChannelOption.IP_TRANSPARENT, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                : server;
    }

    /**
     * Binds a listener, or takes over that of a predecessor; it does not accept yet.
     *
     * @param own where the addresses are kept on which the sidecar itself listens
     * @throws io.twinmesh.api.config.MeshConfigurationException if the address cannot be had
     */
    static Listener open(
            Direction direction,
            SidecarConfig.Listen where,
            Workers workers,
            Inheritance inheritance,
            List<ProxyProtocol> protocols,
            OwnAddresses own) {
        Listener listener = new Listener(direction, where, workers, own, inheritance);
        for (Worker worker : workers.all()) {
            listener.prepare(worker, protocols);
        }
        own.add(listener.address());
        return listener;
    }

    private void prepare(Worker worker, List<ProxyProtocol> protocols) {
        LaneScope scope = new LaneScope(
                worker, direction, address().getPort(), application, interception, clients, this::onEveryLane);
        Lanes made = Workers.on(worker, () -> new Lanes(protocols, scope));
        lanes.put(worker.loop(), new LanesOfWorker(worker, made));
    }

    /** The address that was bound. */
    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    Direction direction() {
        return direction;
    }

    @Nullable Endpoint application() {
        return application;
    }

    Interception interception() {
        return interception;
    }

    /** Whether its clients have somebody else to call: those of a caught application meet the same sidecar wherever they turn. */
    boolean clientsCanGo() {
        return direction == Direction.INBOUND || !interception.transparent();
    }

    /** Runs something on every lane, each on its own loop, and does not wait for it. */
    void onEveryLane(Consumer<Lane> action) {
        lanes.forEach((loop, of) -> loop.execute(() -> of.lanes().forEach(action)));
    }

    /** Calls and connections that are not done yet. */
    int inFlight() {
        return lanes.values().stream()
                .mapToInt(of -> Workers.on(of.worker(), of.lanes()::inFlight))
                .sum();
    }

    /** Connections of clients that are open. */
    int clients() {
        return lanes.values().stream()
                .mapToInt(of -> Workers.on(of.worker(), of.lanes()::clients))
                .sum();
    }

    /** The words by which a successor knows it. */
    String words() {
        return words;
    }

    Channel channel() {
        return channel;
    }

    /** Takes connections, unless it has been closed. */
    void accept() {
        Sockets.accept(channel, true);
    }

    /** Leaves connections in the queue for now. */
    void pause() {
        Sockets.accept(channel, false);
    }

    /** The lanes on a worker. */
    Lanes lanes(Worker worker) {
        return Objects.requireNonNull(lanes.get(worker.loop())).lanes();
    }

    /** Takes no more connections. */
    void stopAccepting() {
        channel.close().syncUninterruptibly();
    }

    /** Puts a detector on accepted connections. */
    private final class Accepted extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel child) {
            LanesOfWorker of = lanes.get(child.eventLoop());
            if (of == null) {
                child.close();
            } else if (loops(child)) {
                of.worker().counters().add(Counter.DOWNSTREAM_LOOP_REFUSED);
                child.close();
            } else if (!clients.admit(child, of.worker())) {
                of.worker().counters().add(Counter.DOWNSTREAM_LIMITED);
                child.close();
            } else {
                child.pipeline().addLast(new Detector(of.lanes(), of.worker(), interception.transparent()));
            }
        }

        /** Whether passing the connection on would bring it back here. */
        private boolean loops(Channel child) {
            return interception.transparent() && own.include((InetSocketAddress) child.localAddress());
        }
    }
}
