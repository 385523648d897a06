package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.twinmesh.backend.proxy.link.Kept;

/**
 * A frame of which more is to come. A small one is copied together; of a big one the pieces are kept as they came, unless they come so small
 * that keeping each would cost more than a copy.
 */
final class PartialFrame {

    private static final int BIG = 32 << 10;
    private static final int PIECE = 8 << 10;
    private static final int SMALL_PIECES = 64;

    private final ByteBufAllocator allocator;
    private ByteBuf bytes;
    private boolean scattered;
    private long cost;

    /** Begins with what is left of a buffer, which is not taken over. */
    PartialFrame(ByteBuf in, int at, ByteBufAllocator allocator) {
        this.allocator = allocator;
        int rest = in.writerIndex() - at;
        int wanted = wanted(in, at, rest);
        this.bytes = wanted >= BIG
                ? pieces().addComponent(true, piece(in, at, rest))
                : allocator.buffer(wanted).writeBytes(in, at, rest);
    }

    private ByteBuf piece(ByteBuf in, int at, int length) {
        ByteBuf piece = Kept.part(in, at, length, allocator);
        cost += Kept.cost(piece);
        return piece;
    }

    private ByteBuf nextPiece(ByteBuf in, int count) {
        ByteBuf piece = piece(in, in.readerIndex(), count);
        in.skipBytes(count);
        return piece;
    }

    /** Bytes allocated for it. */
    long cost() {
        return bytes instanceof CompositeByteBuf ? cost : bytes.capacity();
    }

    /** Bytes that are still to come, header or body; more may follow a header. */
    int lacking() {
        return wanted(bytes, bytes.readerIndex(), bytes.readableBytes()) - bytes.readableBytes();
    }

    /** Whether it is known whose frame it is and how long. */
    boolean hasHeader() {
        return bytes.readableBytes() >= DubboFrame.HEADER_LENGTH;
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
        append(in, Math.min(lacking(), in.readableBytes()));
        return bytes;
    }

    private void append(ByteBuf in, int count) {
        if (bytes instanceof CompositeByteBuf pieces) {
            copyIfScattered(pieces.addComponent(true, nextPiece(in, count)));
        } else if (!scattered && bytes.readableBytes() + count >= BIG) {
            cost = bytes.capacity();
            bytes = pieces().addComponent(true, bytes).addComponent(true, nextPiece(in, count));
        } else {
            bytes.writeBytes(in, count);
        }
    }

    private void copyIfScattered(CompositeByteBuf pieces) {
        if (pieces.numComponents() > SMALL_PIECES + pieces.readableBytes() / PIECE) {
            int whole = pieces.readableBytes() + lacking();
            int room = Math.min(2 * pieces.readableBytes(), whole);
            bytes = allocator.buffer(room, whole).writeBytes(pieces);
            pieces.release();
            scattered = true;
        }
    }
}
