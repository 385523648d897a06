package io.twinmesh.backend.proxy.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer was written and has not read: how much memory it keeps, and for how long nothing of it moved. Looked at after a flush that left
 * something over and at every sweep until all is gone. Threads: the loop of its connection.
 */
final class Backlog {

    private final Hold hold;
    private boolean any;
    private boolean moved;
    private long pending;
    private long excess;
    private int stalled;

    Backlog(Hold hold) {
        this.hold = hold;
    }

    /** Whether the socket did not take all at the last look. */
    boolean any() {
        return any;
    }

    /** Sweeps since the socket took something. */
    int stalledSweeps() {
        return stalled;
    }

    /**
     * Bytes were added behind those that wait.
     *
     * @param count by how much what is pending grew
     * @param beyond what they keep allocated beyond their own number
     */
    void added(long count, long beyond) {
        pending += count;
        excess += beyond;
    }

    /** What these bytes keep allocated beyond their own number. */
    static long excess(ByteBuf bytes) {
        return Math.max(0, Kept.cost(bytes) - bytes.readableBytes());
    }

    /** Compares with what is pending now. */
    void look(@Nullable ChannelOutboundBuffer buffer) {
        long now = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        moved |= now < pending;
        pending = now;
        if (buffer == null || now == 0) {
            any = false;
            excess = 0;
            stalled = 0;
        } else if (!any) {
            any = true;
            moved = true;
            excess = excess(buffer);
        }
        hold.set(now + excess);
    }

    /** The same, and counts the sweeps in which nothing moved. */
    void sweep(@Nullable ChannelOutboundBuffer buffer) {
        if (buffer != null) {
            excess = excess(buffer);
        }
        look(buffer);
        stalled = moved ? 0 : stalled + 1;
        moved = false;
        hold.age(stalled);
    }

    private static long excess(ChannelOutboundBuffer buffer) {
        long[] sum = {0};
        try {
            buffer.forEachFlushedMessage(message -> {
                if (message instanceof ByteBuf bytes) {
                    sum[0] += excess(bytes);
                }
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException("outbound buffer: cannot be walked", e);
        }
        return sum[0];
    }

    void close() {
        any = false;
        hold.close();
    }
}
