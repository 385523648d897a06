package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Counters;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.upgrade.Outcomes;
import io.twinmesh.backend.proxy.upgrade.Welcome;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sidecar as something that can be handed over: its listeners, what is on its loops, and the state of every part. */
@Singleton
final class SidecarEstate extends WorkersEstate {

    private static final Logger LOG = LoggerFactory.getLogger(SidecarEstate.class);

    private final Kernel kernel;
    private final Listeners listeners;
    private final Admin admin;
    private final Alive alive;
    private final Counters counters;
    private @Nullable SidecarStandstill last;
    private boolean letGo;
    private volatile boolean ending;

    @Inject
    SidecarEstate(
            MeshContext context, Workers workers, Listeners listeners, Admin admin, Alive alive, Counters counters) {
        super(workers);
        this.kernel = context.kernel();
        this.listeners = listeners;
        this.admin = admin;
        this.alive = alive;
        this.counters = counters;
    }

    private List<UpgradeParticipant> participants() {
        return Stream.concat(kernel.participants().stream(), Stream.of(new CountersState(counters)))
                .toList();
    }

    @Override
    public void writeListeners(FieldWriter out) {
        listeners.all().forEach(listener -> Welcome.writeListener(out, listener.words()));
        admin.listener((words, channel) -> Welcome.writeListener(out, words));
    }

    @Override
    public List<Channel> listenerSockets() {
        List<Channel> sockets = new ArrayList<>();
        listeners.all().forEach(listener -> sockets.add(listener.channel()));
        admin.listener((words, channel) -> sockets.add(channel));
        return sockets;
    }

    /** Writes the state of every part. */
    void writeState(FieldWriter out) {
        for (UpgradeParticipant part : participants()) {
            out.record(
                    OfferFields.STATE,
                    record -> record.put(OfferFields.STATE_ID, part.id()).put(OfferFields.STATE_BYTES, part.carry()));
        }
    }

    @Override
    public void rehearse(FieldWriter out) {
        writeState(out);
        standstill().rehearse(out);
    }

    @Override
    public void rehearse(FieldReader offer) {
        restore(offer);
        sockets(offer);
        new SidecarArrival(listeners.all(), workers, List.of(), null).rehearse(offer.records(OfferFields.LANE));
    }

    @Override
    public Standstill standStill() {
        admin.answer(false);
        listeners.all().forEach(Listener::pause);
        SidecarStandstill standstill = standstill();
        standstill.stop();
        last = standstill;
        return standstill;
    }

    @Override
    SidecarStandstill standstill() {
        return new SidecarStandstill(this::writeState, this::serve, listeners.all(), workers);
    }

    @Override
    public Arrival arrive(FieldReader offer, List<Channel> channels, @Nullable SharedBytes shared) {
        SidecarArrival arrival = new SidecarArrival(listeners.all(), workers, channels, shared);
        try {
            restore(offer);
            if (!kernel.ready()) {
                throw new UpgradeRefusedException("policy", "none in force", "one, of the predecessor or read here");
            }
            arrival.lanes(offer.records(OfferFields.LANE));
            return arrival;
        } catch (RuntimeException e) {
            arrival.discard();
            throw e;
        }
    }

    /** Restores the state of every part that an offer has state of. */
    void restore(FieldReader offer) {
        Map<String, UpgradeParticipant> parts =
                participants().stream().collect(Collectors.toMap(UpgradeParticipant::id, Function.identity()));
        for (FieldReader state : offer.records(OfferFields.STATE)) {
            String id = state.text(OfferFields.STATE_ID);
            UpgradeParticipant part = parts.get(id);
            if (part == null) {
                LOG.warn("upgrade: state of '{}' is not taken over (expected: a part of this build)", id);
            } else {
                restore(part, state);
            }
        }
    }

    /** A part whose state cannot be read begins anew; the others and the connections do not suffer. */
    private static void restore(UpgradeParticipant part, FieldReader state) {
        try {
            part.restore(state.state(OfferFields.STATE_BYTES));
        } catch (UpgradeRefusedException e) {
            LOG.warn("upgrade: state of '{}' is not taken over: {}", part.id(), e.getMessage());
        }
    }

    @Override
    public void released() {
        letGo = true;
        alive.close();
        participants().forEach(UpgradeParticipant::released);
    }

    /** The sidecar ends: it will not serve again, whatever becomes of an upgrade. */
    void end() {
        ending = true;
    }

    /** Nothing is carried any more: its guard may open the way around. */
    void ended() {
        alive.close();
    }

    @Override
    public void serve() {
        SidecarStandstill over = last;
        last = null;
        if (letGo && !ending) {
            letGo = false;
            participants().forEach(UpgradeParticipant::reinstated);
            if (over != null) {
                over.cameBack();
            }
        }
        listeners.all().forEach(Listener::accept); // those that a drain has not closed, too
        if (!ending) {
            admin.answer(true);
            alive.open();
        }
    }

    @Override
    public int clients() {
        return listeners.all().stream().mapToInt(Listener::clients).sum();
    }

    @Override
    public long faults() {
        return counters.value(Counter.FAULTS);
    }

    @Override
    public Outcomes outcomes() {
        return CallOutcomes.of(kernel.stats());
    }
}
