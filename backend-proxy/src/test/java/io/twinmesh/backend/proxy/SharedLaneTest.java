package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.twinmesh.backend.proxy.link.SharedBytes;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lane of a Dubbo client that has not read its answers, byte for byte: {@code upgrade/v3/shared-lane.txt} has it as version 3 wrote it, with what is
 * unread in shared memory. Run with {@code -Dtwinmesh.golden=DIR} to write the file for a new version.
 */
class SharedLaneTest {

    private static final int CALLS = 20;
    private static final int SIZE = 500_000;
    private static final int ROOM = 32 << 20;
    private static final int CONTENT = 4;
    private static final int FIELDS = 1;
    private static final int UPSTREAM = 2;
    private static final int PORT = 5;
    private static final int CONNECTION = 2;
    private static final int SHARED_BYTES = 5;

    /** Bytes that are unread in the golden lane, all of them one answer. */
    private static final int UNREAD = 5_000;

    private static final int HEADER = 16;
    private static final Frame ANSWER = new Frame(2, 20, 19, new byte[UNREAD - HEADER]);

    @TempDir
    private Path directory;

    private SharedBytes shared() throws IOException {
        return SharedBytes.create(directory.resolve("held"), ROOM);
    }

    private byte[] written() throws Exception {
        byte[] body = new byte[SIZE];
        try (FakeProvider provider =
                        FakeProvider.doing((connection, frame) -> connection.send(new Frame(2, 20, frame.id(), body)));
                Sidecar sidecar = Sidecar.outbound(FakeKernel.to(provider.endpoint()), "drain-ms", "0");
                RawClient client = new RawClient(sidecar.address(), 4_096)) {
            for (int id = 0; id < CALLS; id++) {
                client.send(Frame.call(id, "say"));
            }
            await().until(() -> sidecar.counter("dubbo_responses") == CALLS);
            ByteBuf offer = Unpooled.buffer();
            Estate.Standstill still = sidecar.estate().standStill();
            still.write(new FieldWriter(offer), shared());
            still.thaw();
            return first(offer);
        }
    }

    /** What is another each time is made the same. */
    private static byte[] first(ByteBuf offer) {
        FieldReader content =
                FieldReader.of("offer", offer).records(GoldenLanes.LANE).get(0).record(CONTENT);
        content.records(CONNECTION).forEach(connection -> GoldenLanes.setNumber(connection, SHARED_BYTES, UNREAD));
        content.record(FIELDS)
                .records(UPSTREAM)
                .forEach(upstream -> GoldenLanes.setNumber(upstream, PORT, GoldenLanes.CALLS.port()));
        return GoldenLanes.in(offer).get(0);
    }

    @Test
    void itIsWrittenAsInVersionThree() throws Exception {
        String written = GoldenLanes.hex(List.of(written()));
        String golden = System.getProperty("twinmesh.golden");
        if (golden != null) {
            Files.writeString(Path.of(golden, "shared-lane.txt"), written);
            return;
        }
        assertEquals(GoldenLanes.hex(GoldenLanes.readShared()), written);
    }

    @Test
    void itGoesOnWithWhatIsInSharedMemory() throws Exception {
        SharedBytes shared = shared();
        shared.part(0, UNREAD).setBytes(0, ANSWER.bytes());
        try (Sidecar sidecar = Sidecar.outbound(FakeKernel.to(GoldenLanes.CALLS), "drain-ms", "0");
                SocketPair caller = SocketPair.open();
                SocketPair provider = SocketPair.open()) {
            Estate.Arrival arrival = arrive(sidecar, List.of(caller, provider), shared);
            assertEquals(Set.of(), arrival.refused());
            arrival.open();

            assertEquals(ANSWER, caller.read());
            caller.send(Frame.call(CALLS, "say").bytes());
            provider.send(Frame.ok(provider.read().id(), "hello").bytes());
            assertEquals(Frame.ok(CALLS, "hello"), caller.read());
        }
    }

    private static Estate.Arrival arrive(Sidecar sidecar, List<SocketPair> sockets, SharedBytes shared)
            throws IOException {
        ByteBuf offer = Unpooled.buffer();
        GoldenLanes.readShared().forEach(lane -> new FieldWriter(offer).put(GoldenLanes.LANE, lane));
        return sidecar.estate()
                .arrive(
                        FieldReader.of("offer", offer),
                        sidecar.estate()
                                .adopt(sockets.stream().map(SocketPair::given).toList()),
                        shared);
    }
}
