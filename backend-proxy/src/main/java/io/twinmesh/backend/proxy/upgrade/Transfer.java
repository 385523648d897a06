package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.upgrade.Estate.Arrival;
import io.twinmesh.backend.proxy.upgrade.Estate.Standstill;
import io.twinmesh.backend.proxy.wire.FieldReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The one step that counts, in either direction: one process stands still and offers everything, the other takes it. At any moment the
 * {@link Ledger} says whose it is. Threads: the one that conducts.
 */
final class Transfer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final int KEPT = 1;

    private final Estate estate;
    private final Wire wire;
    private final Ledger ledger;
    private final int version;
    private final Path directory;
    private final long patienceMillis;
    private final AheadTaken ahead = new AheadTaken();
    private long pauseMicros;
    private int moved;
    private int kept;
    private @Nullable String fault;

    /**
     * One that is to come.
     *
     * @param version of the protocol
     * @param directory for what both processes share
     */
    Transfer(Estate estate, Wire wire, Ledger ledger, int version, Path directory, long patienceMillis) {
        this.estate = estate;
        this.wire = wire;
        this.ledger = ledger;
        this.version = version;
        this.directory = directory;
        this.patienceMillis = patienceMillis;
    }

    /** Microseconds for which nothing was served, as this side saw it. */
    long pauseMicros() {
        return pauseMicros;
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
        AheadSent sent =
                version < Hello.AHEAD ? AheadSent.none() : AheadSent.send(wire, estate, sharedFile(), patienceMillis);
        Checkpoint.at(Step.AHEAD_SENT, round);
        if (round.isReal()) {
            Compilers.awaitRest();
        }
        Standstill standstill = estate.standStill();
        Phases phases = new Phases(standstill.since());
        phases.done("stop");
        Checkpoint.at(Step.STANDING_STILL, round);
        Set<Integer> refused = offer(round, standstill, sent, phases);
        pauseMicros = phases.total();
        moved = standstill.sockets().size();
        kept = refused.size() + standstill.staying();
        if (round.isReal() && kept == 0) {
            CatchUp.await();
        }
        LOG.atLevel(level(round)).log("upgrade: stood still for {} us ({})", pauseMicros, phases);
        safely(() -> standstill.moved(refused));
        Checkpoint.at(Step.MOVED, round);
    }

    /** Runs what belongs to whoever has everything: a fault there is no reason to give it up. */
    private void safely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("upgrade: everything has gone over, but with a fault", e);
            fault = Texts.of(e);
        }
    }

    /** What went wrong behind the point of no return, or null. */
    @Nullable String fault() {
        return fault;
    }

    private @Nullable Path sharedFile() {
        return version < Hello.SHARED
                ? null
                : directory.resolve("held-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    }

    private static Level level(Round round) {
        return round.isReal() ? Level.INFO : Level.DEBUG;
    }

    private Set<Integer> offer(Round round, Standstill standstill, AheadSent sent, Phases phases)
            throws BrokenOffException {
        try {
            wire.send(Kind.OFFER, out -> {
                standstill.write(out, sent.shared());
                sent.write(out, standstill.sockets());
            });
            phases.done("write");
            Checkpoint.at(Step.OFFER_HALF_SENT, round);
            wire.sendSockets(sent.fresh(standstill.sockets()), patienceMillis);
            phases.done("sockets");
            Checkpoint.at(Step.OFFER_SENT, round);
            Set<Integer> refused = awaitTaken(round, patienceMillis);
            phases.done("taken");
            return refused;
        } catch (BrokenOffException | RuntimeException | Error e) { // also when memory is out: nothing would move again
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
     * Takes copies of sockets in, before everything stands still.
     *
     * @param announced released when this returns
     */
    void ahead(Round round, Message announced) throws BrokenOffException {
        Checkpoint.at(Step.AHEAD_RECEIVED, round);
        try {
            ahead.receive(estate, wire, announced.fields(), patienceMillis);
            rest(round);
            wire.send(Kind.ARRIVED);
        } catch (RuntimeException e) {
            throw refused(e);
        } finally {
            announced.release();
        }
    }

    /** The standstill is next: a new process has its compilers and its garbage out of the way then. */
    private static void rest(Round round) {
        if (round == Round.FORWARD) {
            System.gc();
            Compilers.awaitRest();
        }
    }

    /** Anything but a refusal is a fault of this process, and no reason to leave the other without an answer. */
    private BrokenOffException refused(RuntimeException e) {
        if (e instanceof UpgradeRefusedException) {
            LOG.warn("upgrade: refused: {}", e.getMessage());
        } else {
            LOG.error("upgrade: refused because of a fault", e);
        }
        wire.send(Kind.REFUSED, fields -> fields.put(Texts.REASON, Texts.of(e)));
        return new BrokenOffException("refused: " + Texts.of(e), e);
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
        } catch (RuntimeException e) {
            throw refused(e);
        } finally {
            ahead.close();
            offer.release();
        }
    }

    private boolean take(Round round, FieldReader offer) throws BrokenOffException {
        int count = estate.sockets(offer);
        int[] numbers = ahead.numbers(offer, count);
        int fresh = (int) Arrays.stream(numbers)
                .filter(number -> number == AheadSent.FRESH)
                .count();
        Phases phases = new Phases(System.nanoTime());
        List<FileDescriptor> sockets = wire.receiveSocketsAtOnce(fresh, patienceMillis);
        phases.done("sockets");
        Arrival arrival = estate.arrive(offer, ahead.join(numbers, estate.adopt(sockets)), ahead.shared());
        phases.done("build");
        Checkpoint.at(Step.BUILT, round);
        if (!ledger.take(round)) {
            arrival.discard();
            return false;
        }
        Checkpoint.at(Step.TAKEN, round);
        safely(arrival::open);
        phases.done("open");
        Checkpoint.at(Step.OPENED, round);
        moved = count;
        kept = arrival.refused().size();
        wire.send(
                Kind.TAKEN,
                fields -> arrival.refused().forEach(lane -> fields.record(KEPT, record -> record.put(1, lane))));
        Checkpoint.at(Step.TAKEN_SENT, round);
        safely(estate::serve);
        if (round.isReal()) {
            CatchUp.await(); // the rest can wait
        }
        LOG.atLevel(level(round)).log("upgrade: took over in {} us ({})", phases.total(), phases);
        return true;
    }

    /** Nothing comes any more: closes what was sent ahead for nothing. */
    @Override
    public void close() {
        ahead.close();
    }
}
