package io.twinmesh.backend.proxy.upgrade;

import java.util.concurrent.TimeUnit;

/** Where the time of one side of a standstill went, for the log. Threads: one. */
final class Phases {

    private final StringBuilder words = new StringBuilder();
    private final long start;
    private long last;

    /**
     * The first phase has begun.
     *
     * @param start as {@link System#nanoTime}
     */
    Phases(long start) {
        this.start = start;
        this.last = start;
    }

    /** The phase of this name is over. */
    void done(String name) {
        long now = System.nanoTime();
        words.append(words.isEmpty() ? "" : ", ").append(name).append(' ').append(micros(now - last));
        last = now;
    }

    /** Microseconds from the start to the end of the last phase. */
    long total() {
        return micros(last - start);
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    /** Every phase with its microseconds. */
    @Override
    public String toString() {
        return words.toString();
    }
}
