package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not read, or have nothing to say, while one process follows the other. */
class UpgradePressureTest {

    private static final int UPGRADES = 3;

    /** More than what the kernel and the sidecar keep, and so much that at least the writer is done. */
    private static final int MANY = 1 << 20;

    private static final int ENOUGH = 1 << 19;
    private static final int BLOCK = 1 << 10;
    private static final int SMALL_BUFFER = 4_096;

    @TempDir
    private Path run;

    private final List<AutoCloseable> opened = new ArrayList<>();

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private Generations sidecars(Endpoint endpoint, String... options) {
        return opened(new Generations(run, () -> FakeKernel.to(endpoint), options));
    }

    private static void upgrade(Generations sidecars) {
        for (int i = 0; i < UPGRADES; i++) {
            sidecars.next();
        }
    }

    /** Writes numbers in order, as long as somebody takes them. */
    private static void writeNumbers(Socket to, int count, AtomicLong written) throws IOException {
        DataOutputStream out = new DataOutputStream(to.getOutputStream());
        for (long next = 0; next < count; next += BLOCK) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK * Long.BYTES);
            for (long number = next; number < next + BLOCK; number++) {
                block.putLong(number);
            }
            out.write(block.array());
            written.addAndGet(BLOCK);
        }
        to.shutdownOutput();
    }

    private static void readNumbers(Socket socket, int count) throws IOException {
        DataInputStream from = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        for (long expected = 0; expected < count; expected++) {
            long got = from.readLong();
            if (got != expected) {
                assertEquals(expected, got);
            }
        }
        assertEquals(-1, from.read());
    }

    private static CompletableFuture<Void> inBackground(Writing writing) {
        Runnable task = () -> {
            try {
                writing.write();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        return CompletableFuture.runAsync(task, each -> new Thread(each).start());
    }

    /** Something that blocks when nobody reads. */
    private interface Writing {

        void write() throws IOException;
    }

    /** Until nothing goes any further. */
    private static void awaitStuck(AtomicLong written) {
        AtomicLong before = new AtomicLong(-1);
        await("no room any more")
                .pollInterval(Duration.ofMillis(200))
                .until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {ENOUGH, MANY})
    void aStreamWhoseClientDoesNotReadLosesAndReordersNothing(int count) throws Exception {
        ServerSocket server = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Generations sidecars = sidecars(Endpoint.of("127.0.0.1", server.getLocalPort()));
        Socket client = opened(new Socket());
        client.setReceiveBufferSize(SMALL_BUFFER);
        client.connect(sidecars.now().address());
        client.getOutputStream().write(1);
        Socket upstream = opened(server.accept());
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> writing = inBackground(() -> writeNumbers(upstream, count, written));
        awaitStuck(written);

        upgrade(sidecars);

        readNumbers(client, count);
        writing.join();
    }

    @ParameterizedTest
    @ValueSource(ints = {ENOUGH, MANY})
    void aStreamWhoseServerDoesNotReadLosesAndReordersNothing(int count) throws Exception {
        ServerSocket server = opened(new ServerSocket());
        server.setReceiveBufferSize(SMALL_BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        Generations sidecars = sidecars(Endpoint.of("127.0.0.1", server.getLocalPort()));
        Socket client = opened(new Socket());
        client.connect(sidecars.now().address());
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> writing = inBackground(() -> writeNumbers(client, count, written));
        Socket upstream = opened(server.accept());
        awaitStuck(written);

        upgrade(sidecars);

        readNumbers(upstream, count);
        writing.join();
    }

    @Test
    void aCallerThatDoesNotReadGetsEveryAnswerWholeAndInOrder() throws Exception {
        int calls = 60;
        int size = 500_000;
        FakeProvider provider = opened(FakeProvider.doing((connection, frame) -> {
            byte[] body = new byte[size];
            Arrays.fill(body, (byte) frame.text().charAt(frame.text().indexOf("#") + 1));
            connection.send(new Frame(2, 20, frame.id(), body));
        }));
        Generations sidecars = sidecars(provider.endpoint());
        RawClient client = opened(new RawClient(sidecars.now().address(), SMALL_BUFFER));
        for (int id = 0; id < calls; id++) {
            client.send(Frame.call(id, "demo.Hello", "say", "#" + (char) ('A' + id % 26)));
        }
        await("answered").until(() -> sidecars.now().counter("dubbo_responses") == calls);

        upgrade(sidecars);

        for (int id = 0; id < calls; id++) {
            byte[] body = new byte[size];
            Arrays.fill(body, (byte) ('A' + id % 26));
            assertEquals(new Frame(2, 20, id, body), client.read());
        }
        assertEquals(0, sidecars.now().counter("downstream_overflowed"));
        await("nothing held").until(() -> sidecars.now().counter("memory_held") == 0);
    }

    @Test
    void aConnectionWithHeartbeatsOnlyGoesOver() throws Exception {
        FakeProvider provider = opened(FakeProvider.named("v"));
        Generations sidecars = sidecars(provider.endpoint());
        RawClient client = opened(sidecars.now().connect());
        int id = 0;
        for (int i = 0; i <= UPGRADES; i++) {
            for (int beat = 0; beat < 5; beat++) {
                client.send(Frame.heartbeat(id));
                assertEquals(id++, client.read().id());
            }
            assertEquals(id, sidecars.now().counter("dubbo_heartbeats"));
            assertEquals(1, sidecars.now().counter("downstream_open"));
            sidecars.next();
        }
        assertEquals(0, provider.connections().size());
    }

    @Test
    void whatWaitsForAConnectionIsHeldOnceWhoeverHasIt() throws Exception {
        BusyServer busy = opened(new BusyServer());
        Generations sidecars = opened(new Generations(
                run,
                () -> new FakeKernel(request ->
                        new Decision.Forward(request.protocol() == Protocol.TCP ? "tcp" : "dubbo", busy.endpoint())),
                "connect-timeout-ms",
                "60000"));
        Sidecar old = sidecars.now();
        opened(old.connect()).send(new byte[1_000]);
        opened(old.connect()).send(Frame.call(1, "say"));
        await("held").until(() -> old.counter("memory_held") > 1_000 && old.inFlight() == 2);
        long held = old.counter("memory_held");

        Sidecar fresh = sidecars.start("probation-ms", "600000");
        await("held by the new one").until(() -> fresh.counter("memory_held") > 1_000);
        fresh.close();

        await("held by the old one").until(() -> old.counter("memory_held") <= held);
        assertEquals(2, old.inFlight());
        assertEquals(2, old.counter("downstream_open"));
    }
}
