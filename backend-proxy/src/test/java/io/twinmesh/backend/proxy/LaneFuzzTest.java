package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.backend.proxy.upgrade.Estate;
import io.twinmesh.backend.proxy.wire.FieldReader;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Offers with wrong bytes anywhere are refused, as a whole or by the lane; and when they are not taken, nothing of them is left. */
class LaneFuzzTest {

    private static final int OFFERS = 1_500;
    private static final int LANE = 2;

    private static byte[] offer() throws IOException {
        ByteBuf offer = Unpooled.buffer();
        GoldenLanes.read().forEach(lane -> new FieldWriter(offer).put(LANE, lane));
        return ByteBufUtil.getBytes(offer);
    }

    private static byte[] mutated(byte[] offer, Random random) {
        byte[] bytes = random.nextInt(10) == 0 ? Arrays.copyOf(offer, random.nextInt(offer.length)) : offer.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(8));
        }
        return bytes;
    }

    /** Whether it was not refused whole. */
    private static boolean arrivesAndIsNotTaken(SidecarEstate estate, FieldReader offer) {
        Estate.Arrival arrival = estate.arrive(offer, estate.adopt(sockets(estate.sockets(offer))), null);
        arrival.discard();
        return true;
    }

    private static List<FileDescriptor> sockets(int count) {
        return Stream.generate(() -> (FileDescriptor) Socket.newSocketStream())
                .limit(count)
                .toList();
    }

    private static boolean tried(SidecarEstate estate, byte[] bytes, int seed) {
        try {
            return arrivesAndIsNotTaken(estate, FieldReader.of("offer", Unpooled.wrappedBuffer(bytes)));
        } catch (UpgradeRefusedException refused) {
            return false;
        } catch (RuntimeException other) {
            throw new AssertionError("seed " + seed, other);
        }
    }

    @Test
    void whateverIsOfferedNothingIsLeftOfIt() throws Exception {
        byte[] offer = offer();
        FakeKernel kernel = FakeKernel.to(GoldenLanes.CALLS);
        try (Sidecar sidecar = Sidecar.outbound(kernel, "drain-ms", "0")) {
            tried(sidecar.estate(), offer, -1);
            int descriptors = Generations.descriptors();
            int arrived = 0;
            for (int seed = 0; seed < OFFERS; seed++) {
                arrived += tried(sidecar.estate(), mutated(offer, new Random(seed)), seed) ? 1 : 0;
                assertEquals(0, sidecar.inFlight(), "seed " + seed);
                assertEquals(0, kernel.open.get(), "seed " + seed);
            }
            assertTrue(arrived > OFFERS / 4 && arrived < OFFERS, arrived + " offers arrived");
            Generations.awaitDescriptors(descriptors);
            await("memory").until(() -> sidecar.counter("memory_held") == 0 && sidecar.buffers() == 0);
            assertEquals(0, sidecar.counter("faults"));
        }
    }
}
