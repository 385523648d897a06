package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client has not read is in shared memory and not in the offer, and still here if nobody takes it. */
class SharedHandOverTest {

    private static final int CALLS = 20;
    private static final int SIZE = 500_000;
    private static final int ROOM = 32 << 20;
    private static final int LANE = 2;
    private static final int CONTENT = 4;
    private static final int CONNECTION = 2;
    private static final int SHARED_AT = 4;
    private static final int SHARED_BYTES = 5;

    @TempDir
    private Path directory;

    @Test
    void whatIsUnreadGoesBesideTheOffer() throws Exception {
        try (FakeProvider provider = FakeProvider.doing(
                        (connection, frame) -> connection.send(new Frame(2, 20, frame.id(), body(frame.id()))));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "drain-ms", "0");
                RawClient client = new RawClient(sidecar.address(), 4_096)) {
            for (int id = 0; id < CALLS; id++) {
                client.send(Frame.call(id, "say"));
            }
            await().until(() -> sidecar.counter("dubbo_responses") == CALLS);
            SharedBytes shared = SharedBytes.create(directory.resolve("held"), ROOM);

            assertLastAnswerIsIn(shared, offer(sidecar, shared));

            for (int id = 0; id < CALLS; id++) {
                assertEquals(new Frame(2, 20, id, body(id)), client.read());
            }
        }
    }

    private static byte[] body(long id) {
        byte[] body = new byte[SIZE];
        Arrays.fill(body, (byte) ('A' + id));
        return body;
    }

    private static ByteBuf offer(Sidecar sidecar, SharedBytes shared) {
        ByteBuf offer = Unpooled.buffer();
        Estate.Standstill still = sidecar.estate().standStill();
        still.write(new FieldWriter(offer), shared);
        still.thaw();
        return offer;
    }

    private static void assertLastAnswerIsIn(SharedBytes shared, ByteBuf offer) {
        assertTrue(offer.readableBytes() < SIZE, "bytes of the offer: " + offer.readableBytes());
        List<FieldReader> unread = FieldReader.of("offer", offer).records(LANE).stream()
                .flatMap(lane -> lane.record(CONTENT).records(CONNECTION).stream())
                .filter(connection -> connection.has(SHARED_AT))
                .toList();
        assertEquals(1, unread.size());
        ByteBuf bytes =
                shared.part(unread.get(0).number(SHARED_AT), unread.get(0).number(SHARED_BYTES));
        assertTrue(bytes.readableBytes() > SIZE, "bytes shared: " + bytes.readableBytes());
        assertArrayEquals(body(CALLS - 1), ByteBufUtil.getBytes(bytes, bytes.writerIndex() - SIZE, SIZE));
    }
}
