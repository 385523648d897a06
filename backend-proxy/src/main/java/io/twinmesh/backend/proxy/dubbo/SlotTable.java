package io.twinmesh.backend.proxy.dubbo;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
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
    private long floor;

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

    /** Takes in a call with the id it had in another table. Followed by {@link #restored}. */
    void restore(InFlight call, long id) {
        int slot = slot(id);
        while (slot >= calls.length && grow()) {
            // until there is room; the most there can be is as much as a slot can say
        }
        if (calls[slot] != null) {
            throw new UpgradeRefusedException("call", "id " + id + " twice", "ids of a table, each once");
        }
        calls[slot] = call;
        call.slot = slot;
        generations[slot] = id >> SLOT_BITS;
        used = Math.max(used, slot + 1);
        size++;
    }

    /**
     * All calls of another table are in.
     *
     * @param generation over every generation that a slot of the other table had: an id from its past must find nothing
     */
    void restored(long generation) {
        for (int slot = 0; slot < calls.length; slot++) {
            if (calls[slot] == null) {
                generations[slot] = generation;
            }
        }
        for (int slot = used - 1; slot >= 0; slot--) {
            if (calls[slot] == null) {
                free[freeCount++] = slot;
            }
        }
        floor = generation;
    }

    /** A generation over that of every slot. */
    long generation() {
        long highest = floor;
        for (int slot = 0; slot < used; slot++) {
            highest = Math.max(highest, generations[slot]);
        }
        return highest + 1;
    }

    /** The id of a call that is in. */
    long id(InFlight call) {
        return generations[call.slot] << SLOT_BITS | call.slot;
    }

    private static int slot(long id) {
        return (int) id & MOST - 1;
    }

    private boolean grow() {
        if (calls.length == MOST) {
            return false;
        }
        int more = calls.length * 2;
        calls = Arrays.copyOf(calls, more);
        int before = generations.length;
        generations = Arrays.copyOf(generations, more);
        Arrays.fill(generations, before, more, floor);
        free = Arrays.copyOf(free, more);
        return true;
    }

    /** Takes out the call with this id, or answers null if there is none. */
    @Nullable InFlight take(long id) {
        int slot = slot(id);
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
