package io.twinmesh.backend.proxy.dubbo;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight on one connection to an endpoint, by the id they have there. An id is a slot and the slot's generation, so that
 * finding a call is an array access and an id from the past finds nothing.
 */
final class SlotTable {

    private static final int SLOT_BITS = 20;
    private static final int MOST = 1 << SLOT_BITS;
    private static final int FIRST = 64;

    private @Nullable InFlight[] calls = new InFlight[FIRST];
    private long[] generations = new long[FIRST];
    private int[] free = new int[FIRST];
    private int freeCount;
    private int used;
    private int size;

    /** Takes a call in: its id on this connection, or -1 if there is no room. */
    long put(InFlight call) {
        if (freeCount == 0 && used == calls.length && !grow()) {
            return -1;
        }
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        calls[slot] = call;
        call.slot = slot;
        size++;
        return generations[slot] << SLOT_BITS | slot;
    }

    private boolean grow() {
        if (calls.length == MOST) {
            return false;
        }
        int more = calls.length * 2;
        calls = Arrays.copyOf(calls, more);
        generations = Arrays.copyOf(generations, more);
        free = Arrays.copyOf(free, more);
        return true;
    }

    /** Takes out the call with this id, or answers null if there is none. */
    @Nullable InFlight take(long id) {
        int slot = (int) id & MOST - 1;
        if (slot >= used || generations[slot] != id >> SLOT_BITS) {
            return null;
        }
        InFlight call = calls[slot];
        if (call != null) {
            remove(call);
        }
        return call;
    }

    /** Takes a call out that is in. */
    void remove(InFlight call) {
        int slot = call.slot;
        calls[slot] = null;
        generations[slot]++;
        free[freeCount++] = slot;
        size--;
    }

    int size() {
        return size;
    }

    /** Visits every call; the visitor may take out the one it is shown. */
    void forEach(Consumer<InFlight> visitor) {
        for (int slot = 0; slot < used && size > 0; slot++) {
            InFlight call = calls[slot];
            if (call != null) {
                visitor.accept(call);
            }
        }
    }
}
