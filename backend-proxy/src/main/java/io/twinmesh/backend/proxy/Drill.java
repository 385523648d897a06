package io.twinmesh.backend.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.twinmesh.api.Direction;
import io.twinmesh.backend.proxy.dubbo.DubboProtocol;
import io.twinmesh.backend.proxy.link.Interception;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.tcp.TcpProtocol;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import io.twinmesh.backend.proxy.upgrade.Outcomes;
import io.twinmesh.backend.proxy.upgrade.Upgrades;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a successor does before it asks for anything: it carries calls between sockets of its own, and hands them over from itself to itself, so
 * that nothing is done for the first time, with classes to load and code to compile, while real calls wait for it.
 *
 * <p>Threads: the one that starts the sidecar; its loops serve nobody else yet. A drill that fails only means a longer pause.
 */
final class Drill {

    private static final Logger LOG = LoggerFactory.getLogger(Drill.class);
    private static final int HAND_OVERS = 24;
    private static final int EXCHANGES = 40;

    private final Workers workers;
    private final SidecarEstate estate;
    private final Upgrades upgrades;
    private final int longestMillis;

    /**
     * A drill that is to come.
     *
     * @param longestMillis time it may take
     */
    Drill(Workers workers, SidecarEstate estate, Upgrades upgrades, int longestMillis) {
        this.workers = workers;
        this.estate = estate;
        this.upgrades = upgrades;
        this.longestMillis = longestMillis;
    }

    /** Afterwards nothing of it is to be seen: not in counters, and not at the sweeps. */
    void run() {
        ByteBuf before = Unpooled.buffer();
        estate.writeState(new FieldWriter(before));
        drill();
        estate.restore(FieldReader.of("state", before));
    }

    private void drill() {
        List<Integer> sweepers = new ArrayList<>();
        workers.all().forEach(worker -> sweepers.add(Workers.on(worker, worker::sweepers)));
        try (DrillPeers peers = new DrillPeers(workers)) {
            run(peers);
        } catch (RuntimeException e) {
            LOG.info("drill: broken off: {} (expected: an end, so that the take-over is quick)", e.toString());
        } finally {
            for (int i = 0; i < sweepers.size(); i++) {
                Worker worker = workers.all().get(i);
                int keep = sweepers.get(i);
                Workers.on(worker, () -> {
                    worker.keepSweepers(keep);
                    return true;
                });
            }
        }
    }

    private void run(DrillPeers peers) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
        Side from = new Side(peers);
        Side to = new Side(peers);
        try {
            from.serve();
            peers.connect(from.addresses());
            exchange(peers, deadline - TimeUnit.MILLISECONDS.toNanos(longestMillis) * 2 / 3);
            for (int i = 0; i < HAND_OVERS && System.nanoTime() < deadline; i++) {
                long begun = System.nanoTime();
                upgrades.rehearse(from, to);
                Side served = from;
                from = to;
                to = served;
                peers.exchange();
                rest(begun);
            }
        } finally {
            from.close();
            to.close();
        }
    }

    private void exchange(DrillPeers peers, long deadline) {
        for (int i = 0; i < EXCHANGES && System.nanoTime() < deadline; i++) {
            long begun = System.nanoTime();
            peers.exchange();
            rest(begun);
        }
    }

    /** As long as the work took: another process serves calls on the same processors. One whose threads give way by themselves need not. */
    private void rest(long begun) {
        if (!upgrades.givesWay()) {
            LockSupport.parkNanos(System.nanoTime() - begun);
        }
    }

    /** One side of the drill: listeners before the drill's own servers. */
    private final class Side extends WorkersEstate {

        private final List<Listener> listeners = new ArrayList<>();

        Side(DrillPeers peers) {
            super(Drill.this.workers);
            peers.servers()
                    .forEach(server -> listeners.add(Listener.open(
                            Direction.INBOUND,
                            new SidecarConfig.Listen(
                                    Addresses.parse("drill", "127.0.0." + (listeners.size() + 1) + ":0"),
                                    Addresses.endpoint(server),
                                    Interception.NONE),
                            workers,
                            Inheritance.none(),
                            List.of(new DubboProtocol(), new TcpProtocol()),
                            new OwnAddresses())));
        }

        List<InetSocketAddress> addresses() {
            return listeners.stream().map(Listener::address).toList();
        }

        @Override
        SidecarStandstill standstill() {
            return new SidecarStandstill(estate::writeState, this::serve, listeners, workers);
        }

        @Override
        public void writeListeners(FieldWriter out) {
            estate.writeListeners(out);
        }

        @Override
        public List<Channel> listenerSockets() {
            return List.of();
        }

        @Override
        public void rehearse(FieldWriter out) {
            standstill().rehearse(out);
        }

        @Override
        public void rehearse(FieldReader offer) {
            sockets(offer);
        }

        @Override
        public Standstill standStill() {
            listeners.forEach(Listener::pause);
            SidecarStandstill standstill = standstill();
            standstill.stop();
            return standstill;
        }

        @Override
        public Arrival arrive(FieldReader offer, List<Channel> channels, @Nullable SharedBytes shared) {
            SidecarArrival arrival = new SidecarArrival(listeners, workers, channels, shared);
            estate.restore(offer);
            arrival.lanes(offer.records(OfferFields.LANE));
            return arrival;
        }

        @Override
        public void released() {}

        @Override
        public void serve() {
            listeners.forEach(Listener::accept);
        }

        @Override
        public int clients() {
            return 0;
        }

        @Override
        public long faults() {
            return 0;
        }

        @Override
        public Outcomes outcomes() {
            return new Outcomes(0, 0);
        }

        void close() {
            listeners.forEach(Listener::stopAccepting);
            listeners.forEach(listener -> listener.onEveryLane(Lane::close));
        }
    }
}
