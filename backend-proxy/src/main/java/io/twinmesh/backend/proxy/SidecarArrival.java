package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that have arrived from another process and wait to be opened. Threads: the one that conducts. */
final class SidecarArrival implements Estate.Arrival {

    private static final Logger LOG = LoggerFactory.getLogger(SidecarArrival.class);

    private final Runnable serve;
    private final List<Listener> listeners;
    private final Workers workers;
    private final List<Channel> channels;
    private final List<Opening> openings = new ArrayList<>();
    private final Set<Integer> refused = new LinkedHashSet<>();
    private int lanes;
    private int taken;

    /**
     * One whose lanes follow.
     *
     * @param serve called when its connections are open
     * @param channels of all lanes, in order
     */
    SidecarArrival(Runnable serve, List<Listener> listeners, Workers workers, List<Channel> channels) {
        this.serve = serve;
        this.listeners = listeners;
        this.workers = workers;
        this.channels = channels;
    }

    /** How many sockets belong to an offer. */
    static int sockets(FieldReader offer) {
        return offer.records(OfferFields.LANE).stream()
                .mapToInt(lane -> LaneInput.connections(lane.record(OfferFields.CONTENT)))
                .sum();
    }

    /**
     * The connections that sockets are.
     *
     * @throws UpgradeRefusedException if one is none; all are closed then
     */
    static List<Channel> channels(Workers workers, List<FileDescriptor> sockets) {
        List<Channel> channels = new ArrayList<>();
        try {
            sockets.forEach(socket -> channels.add(workers.transport().adopt(socket)));
            return channels;
        } catch (ChannelException e) {
            channels.forEach(SidecarArrival::close);
            closeAll(sockets.subList(channels.size(), sockets.size()));
            throw new UpgradeRefusedException(
                    "descriptor " + channels.size(), String.valueOf(e.getMessage()), "a socket");
        }
    }

    /** The connections of a lane, on its loop. */
    private record Opening(Worker worker, Adoption connections) {

        private void on(Consumer<Adoption> action) {
            Workers.on(worker, () -> {
                worker.safely(() -> action.accept(connections));
                return true;
            });
        }
    }

    /** Builds the next lane of the offer. One that cannot be served here is refused, and its connections are closed here. */
    void lane(FieldReader record) {
        int number = lanes++;
        FieldReader content = record.record(OfferFields.CONTENT);
        List<Channel> sockets = channels.subList(taken, taken + LaneInput.connections(content));
        taken += sockets.size();
        try {
            openings.add(opening(record, new LaneInput(content, sockets)));
        } catch (RuntimeException e) { // whatever is in a record, it is refused and not the others
            LOG.warn("upgrade: lane {} refused: {}", number, e.getMessage());
            refused.add(number);
            sockets.forEach(SidecarArrival::close);
        }
    }

    private Opening opening(FieldReader record, LaneInput input) {
        Listener listener = listener(record.text(OfferFields.LISTENER));
        int number = record.number(OfferFields.WORKER, 0, Integer.MAX_VALUE);
        Worker worker = workers.all().get(number % workers.all().size());
        Lanes own = listener.lanes(worker);
        String protocol = record.text(OfferFields.PROTOCOL);
        if (protocol.equals(OfferFields.UNKNOWN)) {
            return new Opening(
                    worker,
                    WaitingCarrier.adopt(own, worker, listener.interception().transparent(), input));
        }
        Lane lane = own.lane(protocol);
        if (lane == null) {
            throw new UpgradeRefusedException("protocol", protocol, "one that this build speaks");
        }
        return new Opening(worker, Workers.on(worker, () -> lane.adopt(input)));
    }

    private Listener listener(String words) {
        return listeners.stream()
                .filter(listener -> listener.words().equals(words))
                .findFirst()
                .orElseThrow(
                        () -> new UpgradeRefusedException("listener", words, "one of the options of this process"));
    }

    @Override
    public Set<Integer> refused() {
        return refused;
    }

    @Override
    public void open() {
        openings.forEach(opening -> opening.on(Adoption::open));
        serve.run();
    }

    @Override
    public void discard() {
        openings.forEach(opening -> opening.on(Adoption::forget));
        channels.forEach(SidecarArrival::close);
    }

    private static void closeAll(List<FileDescriptor> sockets) {
        for (FileDescriptor socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("upgrade: a descriptor stays open", e);
            }
        }
    }

    private static void close(Channel channel) {
        channel.unsafe().closeForcibly();
    }
}
