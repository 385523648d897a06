package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.Adoption;
import io.twinmesh.backend.proxy.link.Lane;
import io.twinmesh.backend.proxy.link.LaneInput;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.link.Transport;
import io.twinmesh.backend.proxy.link.Worker;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that have arrived from another process and wait to be opened. Threads: the one that conducts. */
final class SidecarArrival implements Estate.Arrival {

    private static final Logger LOG = LoggerFactory.getLogger(SidecarArrival.class);

    private final List<Listener> listeners;
    private final Workers workers;
    private final List<Channel> channels;
    private final @Nullable SharedBytes shared;
    private final List<Opening> openings = new ArrayList<>();
    private final Set<Integer> refused = new LinkedHashSet<>();
    private int taken;

    /**
     * One whose lanes follow.
     *
     * @param channels of all lanes, in order
     * @param shared where much of what peers have not read is, null for nowhere
     */
    SidecarArrival(List<Listener> listeners, Workers workers, List<Channel> channels, @Nullable SharedBytes shared) {
        this.listeners = listeners;
        this.workers = workers;
        this.channels = channels;
        this.shared = shared;
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
            channels.forEach(Transport::discard);
            closeAll(sockets.subList(channels.size(), sockets.size()));
            throw new UpgradeRefusedException(
                    "descriptor " + channels.size(), String.valueOf(e.getMessage()), "a socket");
        }
    }

    /** The connections of a lane, on its loop. */
    private record Opening(Worker worker, Adoption connections) {

        private Future<Boolean> start(Consumer<Adoption> action) {
            return worker.submit(() -> {
                worker.safely(() -> action.accept(connections));
                return true;
            });
        }
    }

    /** Builds the lanes of the offer, on all loops at once. One that cannot be served here is refused, and its connections are closed here. */
    void lanes(List<FieldReader> records) {
        List<List<Channel>> sockets = records.stream().map(this::socketsOf).toList();
        List<Future<Opening>> built = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            List<Channel> own = sockets.get(i);
            built.add(build(records.get(i), content -> new LaneInput(content, own, shared)));
        }
        for (int i = 0; i < built.size(); i++) {
            Future<Opening> lane = built.get(i).awaitUninterruptibly();
            if (lane.isSuccess()) {
                openings.add(lane.getNow());
            } else {
                LOG.warn("upgrade: lane {} refused: {}", i, lane.cause().getMessage());
                refused.add(i);
                sockets.get(i).forEach(Transport::discard);
            }
        }
    }

    private List<Channel> socketsOf(FieldReader record) {
        int first = taken;
        taken += LaneInput.connections(record.record(OfferFields.CONTENT));
        return channels.subList(first, taken);
    }

    /** Builds the lanes of a rehearsed offer, which has no sockets, and forgets them. The real ones are refused if they must be. */
    void rehearse(List<FieldReader> records) {
        List<Future<Opening>> built = records.stream()
                .map(record -> build(record, LaneInput::rehearsed))
                .toList();
        for (Future<Opening> lane : built) {
            if (lane.awaitUninterruptibly().isSuccess()) {
                lane.getNow().start(Adoption::forget).awaitUninterruptibly();
            }
        }
    }

    /** Builds a lane on its loop. Whatever is in its record, it fails alone. */
    private Future<Opening> build(FieldReader record, Function<FieldReader, LaneInput> input) {
        try {
            Listener listener = listener(record.text(OfferFields.LISTENER));
            int number = record.number(OfferFields.WORKER, 0, Integer.MAX_VALUE);
            Worker worker = workers.numbered(number);
            String protocol = record.text(OfferFields.PROTOCOL);
            LaneInput content = input.apply(record.record(OfferFields.CONTENT));
            content.check(worker);
            return worker.submit(() -> new Opening(worker, adopt(listener, worker, protocol, content)));
        } catch (RuntimeException e) {
            return ImmediateEventExecutor.INSTANCE.newFailedFuture(e);
        }
    }

    private static Adoption adopt(Listener listener, Worker worker, String protocol, LaneInput input) {
        Lanes own = listener.lanes(worker);
        if (protocol.equals(OfferFields.UNKNOWN)) {
            return WaitingCarrier.adopt(own, worker, listener.interception().transparent(), input);
        }
        Lane lane = own.lane(protocol);
        if (lane == null) {
            throw new UpgradeRefusedException("protocol", protocol, "one that this build speaks");
        }
        return lane.adopt(input);
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
        all(Adoption::open);
    }

    private void all(Consumer<Adoption> action) {
        List<Future<Boolean>> started =
                openings.stream().map(opening -> opening.start(action)).toList();
        started.forEach(Future::syncUninterruptibly);
    }

    @Override
    public void discard() {
        all(Adoption::forget);
        channels.forEach(Transport::discard);
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
}
