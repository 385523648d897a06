package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.twinmesh.backend.proxy.link.MemoryBudget;

/**
 * Has a {@link FrameReader} read bytes in pieces. With room enough it must hand on what the {@link FrameScanner} finds in all of them at once;
 * with little room it may turn frames away, but hand on no other; either way nothing may be left behind.
 */
final class ReaderProbe implements FrameReader.Sink {

    private static final int LITTLE = 600;
    private static final int MOST_PIECES = 64;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private ByteBuf all = Unpooled.EMPTY_BUFFER;
    private int position;
    private int problem;

    /** Reads bytes in pieces of a size, or of a larger one if they would be too many. */
    void probe(byte[] bytes, int piece) {
        int size = Math.max(piece, bytes.length / MOST_PIECES);
        read(bytes, size, Integer.MAX_VALUE);
        int end = 0;
        int length = scan(end);
        while (length > 0) {
            end += length;
            length = scan(end);
        }
        if (position != end || problem != length) {
            throw new AssertionError("frames end at " + position + ", problem " + problem + " (expected: at " + end
                    + ", problem " + length + ")");
        }
        read(bytes, size, LITTLE);
    }

    private int scan(int at) {
        return FrameScanner.scan(all, at, all.writerIndex(), DubboFrame.DEFAULT_BODY_LIMIT);
    }

    private void read(byte[] bytes, int piece, int room) {
        all = Unpooled.wrappedBuffer(bytes);
        position = 0;
        problem = FrameScanner.NEED_MORE;
        MemoryBudget budget = new MemoryBudget(room);
        FrameReader reader =
                new FrameReader(this, DubboFrame.DEFAULT_BODY_LIMIT, relief -> budget.hold(Runnable::run, relief));
        for (int at = 0; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            reader.read(allocator.heapBuffer(count).writeBytes(bytes, at, count), allocator);
        }
        reader.close();
        if (budget.held() != 0 || allocator.metric().usedHeapMemory() != 0) {
            throw new AssertionError(
                    "left: " + budget.held() + " held, " + allocator.metric().usedHeapMemory() + " allocated");
        }
    }

    @Override
    public boolean frame(ByteBuf in, int at, int length, Runs runs) {
        if (!ByteBufUtil.equals(in, at, all, position, length)) {
            throw new AssertionError("another frame than the one at " + position);
        }
        position += length;
        return true;
    }

    @Override
    public void broken(ByteBuf in, int at, int problem) {
        this.problem = problem;
    }

    @Override
    public void turnedAway(ByteBuf in, int at) {
        position += DubboFrame.length(in, at);
    }
}
