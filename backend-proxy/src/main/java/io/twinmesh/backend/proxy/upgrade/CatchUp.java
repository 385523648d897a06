package io.twinmesh.backend.proxy.upgrade;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time behind a take-over in which calls that have waited are answered, and want the processors. Threads: the one that conducts. */
final class CatchUp {

    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private CatchUp() {}

    /** Puts off what nobody waits for. */
    static void await() {
        long end = System.nanoTime() + NANOS;
        for (long left = NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
