package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.twinmesh.api.Internal;

/**
 * Bytes that are kept for later. A few bytes must not keep a big read buffer allocated, so a part that is less than half of what it lies in is
 * copied. Threads: any.
 */
@Internal(since = "0.2")
public final class Kept {

    private Kept() {}

    /** A part of a buffer to be kept; the buffer is not taken over. */
    public static ByteBuf part(ByteBuf in, int at, int length, ByteBufAllocator allocator) {
        return cost(in) > 2L * length
                ? allocator.buffer(length).writeBytes(in, at, length)
                : in.retainedSlice(at, length);
    }

    /** The same bytes, to be kept; the buffer is taken over. */
    static ByteBuf whole(ByteBuf bytes, ByteBufAllocator allocator) {
        if (cost(bytes) <= 2L * bytes.readableBytes()) {
            return bytes;
        }
        ByteBuf copy = allocator.buffer(bytes.readableBytes()).writeBytes(bytes);
        bytes.release();
        return copy;
    }

    /** Bytes that stay allocated for as long as these are kept. */
    public static long cost(ByteBuf bytes) {
        if (bytes instanceof CompositeByteBuf pieces) {
            return cost(pieces);
        }
        ByteBuf under = bytes.unwrap();
        return under == null ? bytes.capacity() : cost(under);
    }

    private static long cost(CompositeByteBuf pieces) {
        long sum = 0;
        for (int i = 0; i < pieces.numComponents(); i++) {
            sum += cost(pieces.internalComponent(i));
        }
        return sum;
    }
}
