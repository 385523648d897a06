package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.upgrade.Estate.Arrival;
import io.twinmesh.backend.proxy.upgrade.Estate.Standstill;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one step that counts, in either direction: one process stands still and offers everything, the other takes it. At any moment the
 * {@link Ledger} says whose it is. Threads: the one that conducts.
 */
final class Transfer {

    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final int KEPT = 1;

    private final Estate estate;
    private final Wire wire;
    private final Ledger ledger;
    private final long patienceMillis;
    private long pauseNanos;
    private int moved;
    private int kept;

    Transfer(Estate estate, Wire wire, Ledger ledger, long patienceMillis) {
        this.estate = estate;
        this.wire = wire;
        this.ledger = ledger;
        this.patienceMillis = patienceMillis;
    }

    /** How long nothing was served, as this side saw it. */
    long pauseNanos() {
        return pauseNanos;
    }

    /** Connections that went over. */
    int moved() {
        return moved;
    }

    /** Lanes that the other side did not take. */
    int kept() {
        return kept;
    }

    /** Gives everything away. If that fails, everything is as before when this returns. */
    void give(Round round) throws BrokenOffException {
        long start = System.nanoTime();
        Standstill standstill = estate.standStill();
        Checkpoint.at(Step.STANDING_STILL, round);
        Set<Integer> refused = offer(round, standstill);
        pauseNanos = System.nanoTime() - start;
        moved = standstill.sockets().size();
        kept = refused.size();
        standstill.moved(refused);
        Checkpoint.at(Step.MOVED, round);
    }

    private Set<Integer> offer(Round round, Standstill standstill) throws BrokenOffException {
        try {
            wire.send(Kind.OFFER, standstill::write);
            Checkpoint.at(Step.OFFER_HALF_SENT, round);
            wire.sendSockets(standstill.sockets(), patienceMillis);
            Checkpoint.at(Step.OFFER_SENT, round);
            return awaitTaken(round, patienceMillis);
        } catch (BrokenOffException | RuntimeException e) {
            if (ledger.withdraw(round)) {
                standstill.thaw();
                throw e instanceof BrokenOffException broken ? broken : new BrokenOffException("fault: " + e, e);
            }
            LOG.warn("upgrade: taken, although {}", e.getMessage());
            return awaitLateWord(round);
        }
    }

    /** It is the other's and there is no way back: waits for the lanes that it refused for as long as it lives. */
    private Set<Integer> awaitLateWord(Round round) {
        try {
            return awaitTaken(round, Wire.FOREVER);
        } catch (BrokenOffException e) {
            LOG.warn("upgrade: what was taken is lost: {}", e.getMessage());
            return Set.of();
        }
    }

    private Set<Integer> awaitTaken(Round round, long millis) throws BrokenOffException {
        Message taken = wire.receive(Kind.TAKEN, millis);
        try {
            FieldReader fields = taken.fields();
            if (!ledger.isTaken(round)) {
                throw new BrokenOffException("message TAKEN, but the ledger says otherwise");
            }
            Set<Integer> kept = new HashSet<>();
            fields.records(KEPT).forEach(lane -> kept.add((int) lane.number(1)));
            return kept;
        } catch (UpgradeRefusedException e) {
            LOG.warn("upgrade: {}", e.getMessage());
            return Set.of();
        } finally {
            taken.release();
        }
    }

    /**
     * Takes what is offered.
     *
     * @param offer released when this returns
     * @return false if it was taken back meanwhile: then the other process goes on with everything
     * @throws BrokenOffException if it is refused, which the other process has been told, or does not come whole
     */
    boolean take(Round round, Message offer) throws BrokenOffException {
        Checkpoint.at(Step.OFFER_RECEIVED, round);
        try {
            return take(round, offer.fields());
        } catch (UpgradeRefusedException e) {
            LOG.warn("upgrade: refused: {}", e.getMessage());
            wire.send(Kind.REFUSED, fields -> fields.put(Texts.REASON, Texts.of(e)));
            throw new BrokenOffException("refused: " + Texts.of(e), e);
        } finally {
            offer.release();
        }
    }

    private boolean take(Round round, FieldReader offer) throws BrokenOffException {
        int count = estate.sockets(offer);
        List<FileDescriptor> sockets = wire.receiveSockets(count, patienceMillis);
        if (wire.hasMoreSockets()) {
            Wire.closeAll(sockets);
            throw new UpgradeRefusedException("offer", "more sockets than " + count, "as many as its connections");
        }
        Arrival arrival = estate.arrive(offer, sockets);
        Checkpoint.at(Step.BUILT, round);
        if (!ledger.take(round)) {
            arrival.discard();
            return false;
        }
        Checkpoint.at(Step.TAKEN, round);
        arrival.open();
        Checkpoint.at(Step.OPENED, round);
        moved = count;
        kept = arrival.refused().size();
        wire.send(
                Kind.TAKEN,
                fields -> arrival.refused().forEach(lane -> fields.record(KEPT, record -> record.put(1, lane))));
        Checkpoint.at(Step.TAKEN_SENT, round);
        return true;
    }
}
