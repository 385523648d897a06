package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/** A hand-over within one process, over sockets like those between two. Threads: the one that calls, and one beside it that takes. */
final class Rehearsal {

    private static final long PATIENCE_MILLIS = 1_000;

    private Rehearsal() {}

    static void between(Estate from, Estate to, EventLoopGroup loop, UpgradeConfig config)
            throws BrokenOffException, IOException {
        Path file = config.home().resolve("drill-" + ProcessHandle.current().pid());
        Ledger ledger = Ledger.create(file);
        Files.delete(file);
        try (Pair messages = new Pair(loop, file.resolveSibling(file.getFileName() + ".m"), true);
                Pair sockets = new Pair(loop, file.resolveSibling(file.getFileName() + ".s"), false)) {
            Wire giving = new Wire(messages.one, messages.oneBox, sockets.one, Wire.box());
            Wire taking = new Wire(messages.other, messages.otherBox, sockets.other, sockets.descriptors);
            CompletableFuture<Boolean> taken =
                    CompletableFuture.supplyAsync(() -> take(to, taking, ledger, config), Rehearsal::start);
            transfer(from, giving, ledger, config).give(Round.DRILL);
            taken.join();
        }
    }

    /** Both sides wait for each other, so not on threads that others share. */
    private static void start(Runnable side) {
        Upgrades.thread("twinmesh-drill", side);
    }

    private static Transfer transfer(Estate estate, Wire wire, Ledger ledger, UpgradeConfig config) {
        return new Transfer(estate, wire, ledger, Hello.NEWEST, config.home(), PATIENCE_MILLIS);
    }

    private static boolean take(Estate to, Wire wire, Ledger ledger, UpgradeConfig config) {
        try (Transfer transfer = transfer(to, wire, ledger, config)) {
            transfer.ahead(Round.DRILL, wire.receive(Kind.AHEAD, PATIENCE_MILLIS));
            return transfer.take(Round.DRILL, wire.receive(Kind.OFFER, PATIENCE_MILLIS));
        } catch (BrokenOffException e) {
            throw new IllegalStateException(Texts.of(e), e);
        }
    }

    /** Two ends of one connection. */
    private static final class Pair implements AutoCloseable {

        private final BlockingQueue<Object> oneBox = Wire.box();
        private final BlockingQueue<Object> otherBox = Wire.box();
        private final BlockingQueue<FileDescriptor> descriptors = Wire.box();
        private final BlockingQueue<Channel> accepted = Wire.box();
        private final Channel one;
        private final Channel other;

        Pair(EventLoopGroup loop, Path path, boolean messages) throws IOException, BrokenOffException {
            Channel listener = Sockets.listen(loop, path, channel -> {
                if (messages) {
                    Sockets.messages(channel, otherBox, Sockets.LARGEST);
                } else {
                    Sockets.descriptors(channel, descriptors);
                }
                accepted.add(channel);
            });
            try {
                Channel connected = Sockets.connect(loop, path, channel -> {
                    if (messages) {
                        Sockets.messages(channel, oneBox, Sockets.LARGEST);
                    }
                });
                if (connected == null) {
                    throw new BrokenOffException("no connection to " + path);
                }
                one = connected;
                other = accepted.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BrokenOffException("this process ends", e);
            } finally {
                listener.close();
                Files.deleteIfExists(path);
            }
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }
}
