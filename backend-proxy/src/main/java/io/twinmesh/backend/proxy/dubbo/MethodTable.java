package io.twinmesh.backend.proxy.dubbo;

import io.netty.buffer.ByteBuf;
import io.twinmesh.api.Internal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The methods seen so far, found by the bytes that name them, so that a known method costs one hash and one comparison and is the same
 * {@link io.twinmesh.api.MethodKey} every time. Bounded in number and bytes: a new method takes an old one's place, so that a peer which makes
 * up names costs the others some decoding and nobody any memory.
 *
 * <p>Lifecycle: one for all event loops of a backend. Threading: any thread, without locks; two threads that meet the same new method at once
 * may get two equal keys.
 */
@Internal(since = "0.1")
public final class MethodTable {

    private static final int SLOTS = 16_384;
    private static final int WAYS = 4;
    private static final int MAX_NAME_BYTES = 1024;
    private static final long MAX_BYTES = 2L * 1024 * 1024;

    private final AtomicReferenceArray<@Nullable DubboMethod> slots = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger hand = new AtomicInteger();

    /** An empty table. */
    public MethodTable() {}

    @Nullable DubboMethod find(int serialization, ByteBuf buf, int start, int length, long hash) {
        int set = set(hash);
        for (int way = 0; way < WAYS; way++) {
            DubboMethod method = slots.get(set + way);
            if (method != null
                    && method.hash == hash
                    && method.length == length
                    && method.isAt(serialization, buf, start, start + length)) {
                return method;
            }
        }
        return null;
    }

    void add(DubboMethod method) {
        if (method.length <= MAX_NAME_BYTES) {
            put(freeWay(set(method.hash)), method);
            while (bytes.get() > MAX_BYTES) {
                put(hand.getAndIncrement() & SLOTS - 1, null);
            }
        }
    }

    /** Methods held. */
    int size() {
        int size = 0;
        for (int i = 0; i < SLOTS; i++) {
            size += slots.get(i) == null ? 0 : 1;
        }
        return size;
    }

    /** Bytes of names held. */
    long bytes() {
        return bytes.get();
    }

    private int freeWay(int set) {
        for (int way = 0; way < WAYS; way++) {
            if (slots.get(set + way) == null) {
                return set + way;
            }
        }
        return set + (hand.getAndIncrement() & WAYS - 1);
    }

    private void put(int slot, @Nullable DubboMethod method) {
        DubboMethod old = slots.getAndSet(slot, method);
        bytes.addAndGet((method == null ? 0 : method.length) - (old == null ? 0 : old.length));
    }

    private static int set(long hash) {
        return Hashing.slot(hash, SLOTS / WAYS) * WAYS;
    }
}
