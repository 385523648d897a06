package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.backend.proxy.upgrade.Door.Guest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The old process in one upgrade: serves until the new one has taken everything, and stays ready to take it back until the new one has
 * proved itself. Threads: the one that conducts; {@link #askReturn} any.
 */
final class Predecessor {

    private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
    private static final int REHEARSALS = 8;

    private final UpgradeConfig config;
    private final Estate estate;
    private final Guest guest;
    private final int generation;
    private volatile @Nullable Wire wire;
    private volatile String state = "upgrading";
    private final AtomicBoolean returnAsked = new AtomicBoolean();

    /** How it ended. */
    enum End {
        /** The new process serves for good. */
        SUCCEEDED,
        /** This process serves as before. */
        STAYED
    }

    Predecessor(UpgradeConfig config, Estate estate, Guest guest, int generation) {
        this.config = config;
        this.estate = estate;
        this.guest = guest;
        this.generation = generation;
    }

    /** {@code upgrading} or {@code probation}. */
    String state() {
        return state;
    }

    /** Asks the new process to hand everything back; false if it does not have it, or has been asked. */
    boolean askReturn() {
        Wire to = wire;
        if (to == null || !state.equals("probation") || !returnAsked.compareAndSet(false, true)) {
            return false;
        }
        to.send(Kind.RETURN_ASKED);
        return true;
    }

    /**
     * Conducts it to its end.
     *
     * @return how it ended, and why
     */
    Report conduct() {
        Path file = config.home().resolve("ledger-" + guest.pid() + "-" + System.nanoTime());
        try {
            return conduct(Ledger.create(file), file);
        } catch (IOException e) {
            guest.refuse("ledger: " + e.getMessage());
            return Report.stayed("ledger: " + e.getMessage());
        } finally {
            Home.delete(file);
        }
    }

    private Report conduct(Ledger ledger, Path file) {
        try (Wire opened = guest.wire(config.patienceMillis(), () -> welcome(file, ledger.token()))) {
            wire = opened;
            return conduct(ledger, opened);
        } catch (BrokenOffException e) {
            ledger.withdraw(Round.FORWARD);
            guest.channel().close();
            LOG.warn("upgrade: broken off, this process goes on: {}", e.getMessage());
            return Report.stayed(Texts.of(e));
        } finally {
            wire = null;
        }
    }

    private void welcome(Path ledger, long token) {
        Wire.send(
                guest.channel(),
                Kind.WELCOME,
                out -> Welcome.write(out, guest.version(), ledger, token, generation, estate::writeListeners));
        Checkpoint.at(Step.WELCOME_SENT);
    }

    private Report conduct(Ledger ledger, Wire open) throws BrokenOffException {
        Transfer transfer = new Transfer(estate, open, ledger, guest.version(), config.home(), config.patienceMillis());
        try {
            prepare(open);
            transfer.give(Round.FORWARD);
        } catch (BrokenOffException | RuntimeException | Error e) { // also when memory is out
            ledger.withdraw(
                    Round.FORWARD); // before the connection ends, or the new process takes what looks like an heir's
            throw e;
        }
        state = "probation";
        estate.released();
        return afterwards(ledger, open, transfer);
    }

    private void prepare(Wire open) throws BrokenOffException {
        open.holdSockets();
        open.sendSockets(estate.listenerSockets(), config.patienceMillis());
        Checkpoint.at(Step.LISTENERS_SENT);
        open.receive(Kind.READY, config.prepareMillis()).release();
        Checkpoint.at(Step.READY_RECEIVED);
        for (int i = 0; i < REHEARSALS; i++) {
            open.send(Kind.REHEARSAL, estate::rehearse);
            Checkpoint.at(Step.REHEARSAL_SENT);
            open.receive(Kind.REHEARSED, config.prepareMillis()).release();
        }
    }

    /** Waits for the last word of the new process. If it dies before, this one serves again. */
    private Report afterwards(Ledger ledger, Wire open, Transfer transfer) {
        LOG.info(
                "upgrade: {} connections handed over, {} kept, {} us",
                transfer.moved(),
                transfer.kept(),
                transfer.pauseMicros());
        try {
            return awaitLastWord(ledger, open, transfer);
        } catch (BrokenOffException e) {
            LOG.warn("upgrade: this process serves again: {}", e.getMessage());
            estate.serve();
            return Report.stayed("the new process died on probation");
        }
    }

    private Report awaitLastWord(Ledger ledger, Wire open, Transfer transfer) throws BrokenOffException {
        try (Transfer back =
                new Transfer(estate, open, ledger, guest.version(), config.home(), config.patienceMillis())) {
            return awaitLastWord(ledger, open, transfer, back);
        }
    }

    private Report awaitLastWord(Ledger ledger, Wire open, Transfer transfer, Transfer back) throws BrokenOffException {
        while (true) {
            Message message = open.receive(Wire.FOREVER);
            if (message.kind() == Kind.AHEAD) {
                takeAhead(back, message);
            } else if (message.kind() == Kind.OFFER && takeBack(ledger, back, message)) {
                return Report.stayed("handed back");
            } else if (message.kind() == Kind.FINISHED) {
                message.release();
                Checkpoint.at(Step.FINISHED_RECEIVED);
                return Report.succeeded(transfer);
            }
        }
    }

    /** The new process is about to hand everything back. */
    private static void takeAhead(Transfer back, Message announced) throws BrokenOffException {
        try {
            back.ahead(Round.BACK, announced);
        } catch (BrokenOffException e) {
            notTakenBack(e);
        }
    }

    private static void notTakenBack(BrokenOffException why) throws BrokenOffException {
        if (why.isGone()) {
            throw why;
        }
        LOG.warn("upgrade: not taken back: {}", why.getMessage());
    }

    /** Takes everything back; false if the new process goes on: it has withdrawn its offer, or was refused. */
    private boolean takeBack(Ledger ledger, Transfer back, Message offer) throws BrokenOffException {
        try {
            boolean taken = back.take(Round.BACK, offer);
            if (taken) {
                LOG.info("upgrade: {} connections came back", back.moved());
            }
            return taken;
        } catch (BrokenOffException e) {
            ledger.withdraw(Round.BACK);
            notTakenBack(e);
            return false;
        }
    }
}
