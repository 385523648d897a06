package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * A frame of which more is to come. A small one is copied together; of a big one the pieces are kept as they came, unless they come so small
 * that keeping each with the buffer it was read into would cost more than a copy.
 */
final class PartialFrame {

    private static final int BIG = 32 << 10;
    private static final int PIECE = 8 << 10;
    private static final int SMALL_PIECES = 64;

    private final ByteBufAllocator allocator;
    private ByteBuf bytes;
    private boolean scattered;

    /** Begins with what is left of a buffer, which is not taken over. */
    PartialFrame(ByteBuf in, int at, ByteBufAllocator allocator) {
        this.allocator = allocator;
        int rest = in.writerIndex() - at;
        int wanted = wanted(in, at, rest);
        this.bytes = wanted >= BIG
                ? pieces().addComponent(true, in.retainedSlice(at, rest))
                : allocator.buffer(wanted).writeBytes(in, at, rest);
    }

    private CompositeByteBuf pieces() {
        return allocator.compositeBuffer(Integer.MAX_VALUE);
    }

    /** Bytes that a frame has in the end, or those of its header while that is not there. */
    private static int wanted(ByteBuf in, int at, int readable) {
        return readable < DubboFrame.HEADER_LENGTH ? DubboFrame.HEADER_LENGTH : DubboFrame.length(in, at);
    }

    /** What is there so far. */
    ByteBuf bytes() {
        return bytes;
    }

    /** Takes as many bytes as the header or the frame lacks, and moves the reader index past them. */
    ByteBuf append(ByteBuf in) {
        int lacking = wanted(bytes, bytes.readerIndex(), bytes.readableBytes()) - bytes.readableBytes();
        append(in, Math.min(lacking, in.readableBytes()));
        return bytes;
    }

    private void append(ByteBuf in, int count) {
        if (bytes instanceof CompositeByteBuf pieces) {
            copyIfScattered(pieces.addComponent(true, in.readRetainedSlice(count)));
        } else if (!scattered && bytes.readableBytes() + count >= BIG) {
            bytes = pieces().addComponent(true, bytes).addComponent(true, in.readRetainedSlice(count));
        } else {
            bytes.writeBytes(in, count);
        }
    }

    private void copyIfScattered(CompositeByteBuf pieces) {
        if (pieces.numComponents() > SMALL_PIECES + pieces.readableBytes() / PIECE) {
            bytes = allocator.buffer(2 * pieces.readableBytes()).writeBytes(pieces);
            pieces.release();
            scattered = true;
        }
    }
}
