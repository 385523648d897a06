package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The new process: says hello, gets ready, takes everything, and for a time can give it back. Lifecycle: {@link #greet},
 * {@link #takeOver}, {@link #prove}. Threads: one at a time.
 */
final class Successor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Successor.class);
    private static final long LOOK_MILLIS = 20;

    private final UpgradeConfig config;
    private final Wire wire;
    private final Ledger ledger;
    private final int version;
    private final int generation;
    private final Inheritance inheritance;
    private final Share share;
    private @Nullable Judgement judgement;
    private volatile boolean returnAsked;
    private boolean alone;
    private boolean settled;

    private Successor(
            UpgradeConfig config, Wire wire, Ledger ledger, int version, int generation, Inheritance inheritance) {
        this.config = config;
        this.wire = wire;
        this.ledger = ledger;
        this.version = version;
        this.generation = generation;
        this.inheritance = inheritance;
        this.share = Share.stepBack();
    }

    /**
     * Says hello to the sidecar that has the id now; null if there is none.
     *
     * @throws BrokenOffException if it does not want to be succeeded
     */
    static @Nullable Successor greet(UpgradeConfig config, EventLoopGroup loop) throws BrokenOffException {
        BlockingQueue<Object> messages = Wire.box();
        Channel control = Sockets.connect(loop, config.home().resolve(Sockets.CONTROL), channel -> {
            Sockets.messages(channel, messages, Sockets.LARGEST);
        });
        if (control == null) {
            return null;
        }
        try {
            return greet(config, loop, control, messages);
        } catch (BrokenOffException e) {
            control.close();
            if (Sockets.listens(loop, config.home().resolve(Sockets.CONTROL))) {
                throw e;
            }
            LOG.warn("upgrade: the predecessor died, this process starts without it: {}", e.getMessage());
            return null;
        } catch (RuntimeException e) {
            control.close();
            throw e;
        }
    }

    private static Successor greet(
            UpgradeConfig config, EventLoopGroup loop, Channel control, BlockingQueue<Object> messages)
            throws BrokenOffException {
        Wire half = new Wire(control, messages, control, Wire.box());
        half.send(Kind.HELLO, Hello.ours()::write);
        Checkpoint.at(Step.HELLO_SENT);
        Message answer = half.receive(Kind.WELCOME, config.patienceMillis());
        try {
            Welcome welcome = Welcome.read(answer.fields());
            Ledger ledger = Ledger.open(welcome.ledger(), welcome.token());
            BlockingQueue<FileDescriptor> box = Wire.box();
            Channel sockets = Sockets.connect(loop, config.home().resolve(Sockets.DESCRIPTORS), channel -> {
                Sockets.descriptors(channel, box);
            });
            if (sockets == null) {
                throw new BrokenOffException("the other process takes no second connection");
            }
            Wire wire = new Wire(control, messages, sockets, box);
            List<FileDescriptor> listeners =
                    receiveListeners(wire, welcome.listeners().size(), config.patienceMillis());
            wire.holdSockets();
            Checkpoint.at(Step.LISTENERS_RECEIVED);
            return new Successor(
                    config,
                    wire,
                    ledger,
                    welcome.version(),
                    welcome.generation() + 1,
                    Inheritance.of(welcome.listeners(), listeners));
        } catch (UpgradeRefusedException | IOException e) {
            throw new BrokenOffException(Texts.of(e), e);
        } finally {
            answer.release();
        }
    }

    private static List<FileDescriptor> receiveListeners(Wire wire, int count, long millis) throws BrokenOffException {
        try {
            return wire.receiveSockets(count, millis);
        } catch (BrokenOffException | UpgradeRefusedException e) {
            wire.send(Kind.REFUSED, fields -> fields.put(Texts.REASON, Texts.of(e)));
            wire.close(); // those that came late, too: they would keep their addresses
            throw e;
        }
    }

    Inheritance inheritance() {
        return inheritance;
    }

    int generation() {
        return generation;
    }

    /**
     * Takes everything, or what is left of a predecessor that died meanwhile.
     *
     * @throws BrokenOffException if the predecessor goes on itself
     */
    Transfer takeOver(Estate estate) throws BrokenOffException {
        inheritance.close();
        Judgement judge = new Judgement(estate, config.probationMinCalls(), config.probationMargin());
        judgement = judge;
        Transfer transfer = new Transfer(estate, wire, ledger, version, config.home(), config.patienceMillis());
        try {
            wire.send(Kind.READY);
            Checkpoint.at(Step.READY_SENT);
            while (!step(estate, transfer, judge)) {
                // one message after the other, until the offer
            }
        } catch (BrokenOffException e) {
            if (!e.isGone() || !ledger.take(Round.FORWARD)) {
                ledger.withdraw(Round.FORWARD);
                throw e;
            }
            LOG.warn("upgrade: the predecessor died, its connections with it");
            alone = true;
            estate.serve();
        } finally {
            share.stepForth();
            transfer.close();
        }
        return transfer;
    }

    private boolean step(Estate estate, Transfer transfer, Judgement judge) throws BrokenOffException {
        Message message = wire.receive(config.patienceMillis());
        return switch (message.kind()) {
            case REHEARSAL -> {
                rehearse(estate, message);
                judge.rehearsed();
                yield false;
            }
            case AHEAD -> {
                share.stepForth();
                transfer.ahead(Round.FORWARD, message);
                yield false;
            }
            case OFFER -> take(transfer, message);
            default -> {
                message.release();
                throw new BrokenOffException("message " + message.kind() + " (expected: OFFER)");
            }
        };
    }

    private void rehearse(Estate estate, Message message) {
        try {
            estate.rehearse(message.fields());
        } finally {
            message.release();
        }
        Compilers.awaitRest();
        wire.send(Kind.REHEARSED);
        Checkpoint.at(Step.REHEARSED);
    }

    private boolean take(Transfer transfer, Message offer) throws BrokenOffException {
        if (!transfer.take(Round.FORWARD, offer)) {
            throw new BrokenOffException("the predecessor took its offer back");
        }
        return true;
    }

    /** Whether its threads give way to others until it takes over. */
    boolean givesWay() {
        return share.givesWay();
    }

    /** Somebody asks for the way back. Any thread. */
    void askReturn() {
        returnAsked = true;
    }

    /**
     * Serves on probation.
     *
     * @param fault what went wrong when everything was taken, or null
     * @return null once the time is over; or why everything was handed back
     */
    @Nullable String prove(Estate estate, @Nullable String fault) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.probationMillis());
        Judgement judge = Objects.requireNonNull(judgement);
        judge.taken(fault);
        while (!alone && !settled && System.nanoTime() < deadline) {
            String reason = reasonToReturn(judge);
            if (reason != null && handBack(estate)) {
                return reason;
            }
        }
        return null;
    }

    private @Nullable String reasonToReturn(Judgement judge) {
        try {
            Message message = wire.poll(LOOK_MILLIS);
            if (message != null) {
                returnAsked |= message.kind() == Kind.RETURN_ASKED;
                message.release();
            }
        } catch (BrokenOffException e) {
            LOG.warn("upgrade: no way back any more: {}", e.getMessage());
            alone = true;
        }
        return returnAsked ? "asked for" : judge.reason();
    }

    /** Gives everything back; false if the predecessor does not take it: then this process goes on. */
    private boolean handBack(Estate estate) {
        returnAsked = false;
        if (alone) {
            return false;
        }
        try (Transfer back = new Transfer(estate, wire, ledger, version, config.home(), config.patienceMillis())) {
            back.give(Round.BACK);
            estate.released();
            return true;
        } catch (BrokenOffException | RuntimeException | Error e) { // whatever is wrong here, nobody else serves
            LOG.warn("upgrade: not handed back: {}", Texts.of(e));
            ledger.withdraw(Round.BACK);
            settled = true;
            return false;
        }
    }

    /** Tells the predecessor that it is not needed any more. */
    void finish() {
        if (!alone) {
            wire.send(Kind.FINISHED);
            Checkpoint.at(Step.FINISHED_SENT);
        }
    }

    @Override
    public void close() {
        share.stepForth();
        inheritance.close();
        wire.close();
    }
}
