package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The lanes of an offer, byte for byte: {@code upgrade/v1/lanes.txt} has them as version 1 wrote them. Dubbo with calls
 * in flight, not decided and waiting for a connection, and with half a frame; TCP whose client has ended its side; a connection of which one byte has come. Run with
 * {@code -Dtwinmesh.golden=DIR} to write the file for a new version.
 */
class LaneRecordsTest {

    private static final int CONTENT = 4;
    private static final int FIELDS = 1;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    private List<byte[]> written() throws Exception {
        CountDownLatch decide = new CountDownLatch(1);
        opened.add(decide::countDown);
        FakeProvider provider = opened(FakeProvider.doing((connection, frame) -> {
            if (frame.text().contains("say")) {
                connection.send(Frame.ok(frame.id(), "hello"));
            }
        }));
        ServerSocket streams = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Sidecar sidecar = opened(Sidecar.outbound(
                kernel(provider.endpoint(), Endpoint.of("127.0.0.1", streams.getLocalPort()), decide),
                "drain-ms",
                "0"));
        beginCalls(sidecar, provider);
        beginStream(sidecar, streams);
        opened(sidecar.connect()).send(Arrays.copyOf(Frame.call(5, "say").bytes(), 1));
        await().until(() -> sidecar.counter("downstream_open") == 3);

        ByteBuf offer = Unpooled.buffer();
        Estate.Standstill still = sidecar.estate().standStill();
        still.write(new FieldWriter(offer), null);
        still.thaw();
        return lanes(offer);
    }

    private FakeKernel kernel(Endpoint calls, Endpoint streams, CountDownLatch decide) throws IOException {
        Endpoint busy = opened(new BusyServer()).endpoint();
        FakeKernel kernel = new FakeKernel(request -> {
            if (request.key().method().equals("aside")) {
                awaitQuietly(decide);
            }
            boolean queued = request.key().method().equals("queued");
            Endpoint other = queued ? busy : calls;
            return new Decision.Forward("fake", request.protocol() == Protocol.TCP ? streams : other);
        });
        kernel.mayWait = key -> key.method().equals("aside");
        return kernel;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beginCalls(Sidecar sidecar, FakeProvider provider) throws Exception {
        RawClient caller = opened(sidecar.connect());
        caller.send(Frame.call(1, "say")).read();
        caller.send(Frame.call(7, "later"));
        provider.take();
        provider.take();
        caller.send(Frame.call(11, "aside"), Frame.call(13, "queued"));
        caller.send(Arrays.copyOf(Frame.call(9, "say").bytes(), GoldenLanes.HALF));
        await().until(() -> sidecar.counter("dubbo_calls_aside") == 1);
        await().until(() -> sidecar.counter("dubbo_requests") == 4);
    }

    private void beginStream(Sidecar sidecar, ServerSocket streams) throws IOException {
        opened(sidecar.connect()).send(new byte[] {1, 2, 3}).endOutput();
        Socket stream = opened(streams.accept());
        assertArrayEquals(new byte[] {1, 2, 3}, stream.getInputStream().readAllBytes());
    }

    /** What is another each time is made the same. */
    private static List<byte[]> lanes(ByteBuf offer) {
        List<FieldReader> lanes = FieldReader.of("offer", offer).records(GoldenLanes.LANE);
        FieldReader dubbo = fields(lanes.get(0));
        dubbo.records(2).forEach(upstream -> GoldenLanes.setNumber(upstream, 5, GoldenLanes.CALLS.port()));
        for (FieldReader call : dubbo.records(3)) {
            GoldenLanes.setNumber(call, 8, 600_000);
            GoldenLanes.setNumber(call, 14, GoldenLanes.BUSY.port());
            setState(call, 10, call.has(14) ? GoldenLanes.BUSY : GoldenLanes.CALLS);
        }
        for (FieldReader pair : fields(lanes.get(1)).records(1)) {
            GoldenLanes.setNumber(pair, 5, GoldenLanes.CALLS.port());
            setState(pair, 3, GoldenLanes.CALLS);
        }
        return GoldenLanes.in(offer);
    }

    private static FieldReader fields(FieldReader lane) {
        return lane.record(CONTENT).record(FIELDS);
    }

    private static void setState(FieldReader record, int field, Endpoint endpoint) {
        if (record.has(field)) {
            ByteBuf text = record.record(field).bytes(2);
            String wanted = "fake " + endpoint;
            assertEquals(wanted.length(), text.readableBytes(), "a port of five digits");
            text.setCharSequence(0, wanted, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void everyLaneIsWrittenAsInVersionOne() throws Exception {
        String written = GoldenLanes.hex(written());
        String directory = System.getProperty("twinmesh.golden");
        if (directory != null) {
            Files.writeString(Path.of(directory, "lanes.txt"), written);
            return;
        }
        assertEquals(GoldenLanes.hex(GoldenLanes.read()), written);
    }
}
