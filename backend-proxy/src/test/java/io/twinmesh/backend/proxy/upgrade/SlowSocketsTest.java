package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that come one by one: as long as each comes in time they are waited for, unless nobody serves meanwhile. */
class SlowSocketsTest {

    private static final int COUNT = 5;
    private static final long PATIENCE = 1_600;

    /** Five of them are longer than one may take, and one is much shorter. */
    private static final long BETWEEN = 300;

    @TempDir
    private Path directory;

    private final EventLoopGroup loop = Sockets.loop();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<FileDescriptor> received = Wire.box();
    private final AtomicInteger sent = new AtomicInteger();
    private Channel listener;
    private Channel sending;
    private Wire wire;

    @BeforeEach
    void connect() throws Exception {
        BlockingQueue<Channel> accepted = Wire.box();
        Path path = directory.resolve("fds.sock");
        listener = Sockets.listen(loop, path, channel -> {
            Sockets.descriptors(channel, received);
            accepted.add(channel);
        });
        sending = Sockets.connect(loop, path, channel -> {});
        Channel end = accepted.take();
        wire = new Wire(end, Wire.box(), end, received);
    }

    @AfterEach
    void close() {
        sender.shutdownNow();
        wire.close();
        sending.close().awaitUninterruptibly();
        listener.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Sends some, each after a pause. */
    private void sendSlowly(int count) {
        sender.scheduleWithFixedDelay(() -> send(count), BETWEEN, BETWEEN, TimeUnit.MILLISECONDS);
    }

    private void send(int most) {
        if (sent.getAndIncrement() < most) {
            try {
                FileDescriptor[] ends = FileDescriptor.pipe();
                sending.writeAndFlush(ends[0]).awaitUninterruptibly();
                Wire.closeAll(List.of(ends));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aSlowSenderIsWaitedFor() throws Exception {
        sendSlowly(COUNT);

        List<FileDescriptor> got = wire.receiveSockets(COUNT, PATIENCE);

        assertEquals(COUNT, got.size());
        Wire.closeAll(got);
    }

    @Test
    void oneThatSendsNoMoreIsNot() {
        sendSlowly(COUNT - 3);

        BrokenOffException brokenOff =
                assertThrows(BrokenOffException.class, () -> wire.receiveSockets(COUNT, PATIENCE));

        assertEquals("2 sockets came (expected: 5)", brokenOff.getMessage());
    }

    @Test
    void norIsASlowOneWhileNobodyServes() {
        sendSlowly(COUNT);

        BrokenOffException brokenOff =
                assertThrows(BrokenOffException.class, () -> wire.receiveSocketsAtOnce(COUNT, PATIENCE));

        assertTrue(brokenOff.getMessage().endsWith("sockets came (expected: 5)"), brokenOff.getMessage());
    }
}
