package io.twinmesh.benchmarks.load;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** The calls that wait for their reply: a ring indexed by the low bits of the call number. One thread. */
final class InFlight {

    static final int SLOTS = 1 << 16;

    private static final int MASK = SLOTS - 1;
    private static final int FREE = -1;

    private final long firstId = ThreadLocalRandom.current().nextLong();
    private final int[] connections = new int[SLOTS];
    private final long[] numbers = new long[SLOTS];
    private final long[] starts = new long[SLOTS];
    private long opened;
    private int waiting;

    InFlight() {
        Arrays.fill(connections, FREE);
    }

    /** Whether the slot of the next call is still taken by a call {@link #SLOTS} earlier. */
    boolean full() {
        return connections[(int) opened & MASK] != FREE;
    }

    /** Notes a call that starts at {@code nanos} and returns its request id. */
    long open(int connection, long nanos) {
        int slot = (int) opened & MASK;
        connections[slot] = connection;
        numbers[slot] = opened;
        starts[slot] = nanos;
        waiting++;
        return firstId + opened++;
    }

    /** Whether a call with this id waits on this connection. */
    boolean expects(int connection, long id) {
        int slot = slot(id);
        return connections[slot] == connection && numbers[slot] == id - firstId;
    }

    /** Ends the call with this id and returns its start in nanoseconds. */
    long close(long id) {
        int slot = slot(id);
        connections[slot] = FREE;
        waiting--;
        return starts[slot];
    }

    int slot(long id) {
        return (int) (id - firstId) & MASK;
    }

    int waiting() {
        return waiting;
    }
}
