package io.twinmesh.backend.proxy.dubbo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.twinmesh.backend.proxy.link.MemoryBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final int LIMIT = 8 << 20;

    private final List<byte[]> frames = new ArrayList<>();
    private final List<Long> turnedAway = new ArrayList<>();
    private final MemoryBudget budget = new MemoryBudget(1_000_000);
    private final FrameReader reader = new FrameReader(
            new FrameReader.Sink() {
                @Override
                public boolean frame(ByteBuf in, int at, int length, Runs runs) {
                    frames.add(ByteBufUtil.getBytes(in, at, length));
                    return true;
                }

                @Override
                public void broken(ByteBuf in, int at, int problem) {
                    throw new AssertionError("broken at " + at + ": " + problem);
                }

                @Override
                public void turnedAway(ByteBuf in, int at) {
                    turnedAway.add(DubboFrame.requestId(in, at));
                }
            },
            LIMIT,
            relief -> budget.hold(Runnable::run, relief));

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 700, 1500, 4096, 65_536, 1_000_000})
    void framesInPiecesOfAnySizeComeOutWhole(int piece) {
        for (long seed = 0; seed < 20; seed++) {
            framesComeOutWhole(new Random(seed), piece, seed);
        }
    }

    private void framesComeOutWhole(Random random, int piece, long seed) {
        byte[] first = frame(random, random.nextInt(200));
        byte[] big = frame(random, 100_000 + random.nextInt(500_000));
        frames.clear();

        feed(first, piece);
        feed(big, piece);

        assertEquals(2, frames.size(), "seed " + seed);
        assertArrayEquals(first, frames.get(0), "seed " + seed);
        assertArrayEquals(big, frames.get(1), "seed " + seed);
        assertEquals(0, budget.held(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 1500, 2048})
    void frameWithoutRoomIsSkippedAndTheOnesAfterItAreRead(int piece) {
        byte[] big = frame(new Random(1), 3_000_000);
        byte[] next = frame(new Random(2), 300);

        feed(big, piece);
        feed(next, piece);

        assertEquals(List.of(DubboFrame.requestId(Unpooled.wrappedBuffer(big), 0)), turnedAway);
        assertEquals(1, frames.size());
        assertArrayEquals(next, frames.get(0));
        assertEquals(0, budget.held());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 2048})
    void whatIsHeldIsWhatIsAllocated(int piece) {
        byte[] big = frame(new Random(1), 300_000);

        feed(Arrays.copyOf(big, 200_000), piece);

        assertTrue(budget.held() >= 200_000, () -> "held " + budget.held());
        assertTrue(budget.held() <= 600_000, () -> "held " + budget.held());
        reader.close();
        assertEquals(0, budget.held());
    }

    private static byte[] frame(Random random, int body) {
        byte[] bytes = new byte[16 + body];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xda;
        bytes[1] = (byte) 0xbb;
        for (int i = 0; i < 4; i++) {
            bytes[12 + i] = (byte) (body >>> 24 - 8 * i);
        }
        return bytes;
    }

    /** As a socket would: each piece in a buffer of its own, larger than what was read, that the reader takes over. */
    private void feed(byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            ByteBuf in = ByteBufAllocator.DEFAULT.directBuffer(2048);
            in.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
            reader.read(in, ByteBufAllocator.DEFAULT);
        }
    }
}
