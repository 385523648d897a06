package io.twinmesh.backend.proxy.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.concurrent.ScheduledFuture;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where others knock that have something to say about upgrades: processes of the same user, or root. Whoever says anything else than a
 * hello, or nothing, is shown out; the sidecar is not disturbed. Threads: the upgrade loop.
 */
final class Door implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int LARGEST_HELLO = 64 << 10;
    private static final long PATIENCE_SECONDS = 5;

    private final Owner owner;
    private final int uid;
    private final Channel control;
    private final Channel descriptors;
    private final Channel questions;
    private volatile @Nullable Expected expected;

    /** What stands behind the door. */
    interface Owner {

        /** Somebody wants to take over. */
        void succeed(Guest guest);

        /** A command line asks something; what it is told. */
        String answer(String word);
    }

    /** Where the second connection of a guest goes. */
    private record Expected(int pid, BlockingQueue<FileDescriptor> box, BlockingQueue<Channel> arrived) {}

    /**
     * Opens the door, in place of the predecessor's.
     *
     * @throws IOException if the paths cannot be had
     */
    Door(EventLoopGroup loop, UpgradeConfig config, Owner owner) throws IOException {
        this.owner = owner;
        this.uid = OwnUid.get();
        List<Channel> opened = new ArrayList<>();
        try {
            this.descriptors = Sockets.listen(loop, config.home().resolve(Sockets.DESCRIPTORS), this::second);
            opened.add(descriptors);
            this.control = Sockets.listen(loop, config.home().resolve(Sockets.CONTROL), this::knock);
            opened.add(control);
            this.questions = Sockets.listen(loop, config.home().resolve(Sockets.ASK), this::ask);
        } catch (IOException | RuntimeException e) {
            opened.forEach(Channel::close);
            throw e;
        }
    }

    /** Somebody who said hello. */
    final class Guest {

        private final Channel channel;
        private final BlockingQueue<Object> messages = Wire.box();
        private final ScheduledFuture<?> silence;
        private final int pid;
        private boolean known;
        private volatile int version;

        private Guest(Channel channel, int pid) {
            this.channel = channel;
            this.pid = pid;
            this.silence = channel.eventLoop().schedule(() -> refuse("no hello"), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        private void take(Object message) {
            silence.cancel(false);
            if (known) {
                messages.add(message);
            } else if (message instanceof Message first) {
                known = true;
                hello(first);
            }
        }

        private void hello(Message first) {
            try {
                if (first.kind() != Kind.HELLO) {
                    throw new UpgradeRefusedException("message", first.kind().toString(), "HELLO");
                }
                version = Hello.read(first.fields()).common();
                Sockets.trust(channel);
                owner.succeed(this);
            } catch (UpgradeRefusedException e) {
                refuse(Texts.of(e));
            } finally {
                first.release();
            }
        }

        int pid() {
            return pid;
        }

        /** Of the protocol that both speak. */
        int version() {
            return version;
        }

        Channel channel() {
            return channel;
        }

        void refuse(String reason) {
            LOG.warn("upgrade: process {} refused: {}", pid, reason);
            Wire.send(channel, Kind.REFUSED, fields -> fields.put(Texts.REASON, reason))
                    .addListener(sent -> channel.close());
        }

        /** The second connection of this guest, which it opens when it is welcome. */
        Wire wire(long millis, Runnable welcome) throws BrokenOffException {
            Expected second = new Expected(pid, Wire.box(), Wire.box());
            expected = second;
            try {
                welcome.run();
                Channel arrived = second.arrived().poll(millis, TimeUnit.MILLISECONDS);
                if (arrived == null) {
                    throw new BrokenOffException("no second connection (expected: within " + millis + " ms)");
                }
                return new Wire(channel, messages, arrived, second.box());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BrokenOffException("this process ends", e);
            } finally {
                expected = null;
            }
        }
    }

    private void knock(Channel channel) {
        Integer pid = known(channel);
        if (pid != null) {
            Guest guest = new Guest(channel, pid);
            Sockets.messages(channel, guest::take, LARGEST_HELLO);
        }
    }

    private void ask(Channel channel) {
        if (known(channel) != null) {
            Asking.on(channel, owner::answer);
        }
    }

    private void second(Channel channel) {
        Integer pid = known(channel);
        Expected awaited = expected;
        if (pid == null) {
            return;
        }
        if (awaited == null || awaited.pid() != pid) {
            LOG.warn("upgrade: a second connection of process {} refused (expected: of one that is welcome)", pid);
            channel.close();
        } else {
            Sockets.descriptors(channel, awaited.box());
            awaited.arrived().add(channel);
        }
    }

    /** The process behind a connection, or null if it is none of ours: then it has been shown out. */
    private @Nullable Integer known(Channel channel) {
        try {
            PeerCredentials peer = ((EpollDomainSocketChannel) channel).peerCredentials();
            if (peer.uid() == uid || peer.uid() == 0) {
                return peer.pid();
            }
            LOG.warn("upgrade: process {} of user {} refused (expected: user {} or root)", peer.pid(), peer.uid(), uid);
        } catch (IOException e) {
            LOG.warn("upgrade: a process that cannot be named refused: {}", e.getMessage());
        }
        channel.close();
        return null;
    }

    /** Lets nobody in any more. The paths stay: they may be the successor's by now. */
    @Override
    public void close() {
        control.close().syncUninterruptibly();
        descriptors.close().syncUninterruptibly();
        questions.close().syncUninterruptibly();
    }
}
