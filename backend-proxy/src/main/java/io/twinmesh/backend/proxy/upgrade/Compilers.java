package io.twinmesh.backend.proxy.upgrade;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The just-in-time compilers of this process, which want the processors that a standstill needs. Threads: any. */
final class Compilers {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private Compilers() {}

    /** Returns when they have finished nothing for a moment, so most likely have nothing left to do, and after 0.3 s at the latest. */
    static void awaitRest() {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers != null && compilers.isCompilationTimeMonitoringSupported()) {
            awaitRest(compilers, System.nanoTime() + LONGEST_NANOS);
        }
    }

    private static void awaitRest(CompilationMXBean compilers, long deadline) {
        long spent = compilers.getTotalCompilationTime();
        long since = System.nanoTime();
        for (long now = since; now < deadline && now - since < REST_NANOS; now = System.nanoTime()) {
            LockSupport.parkNanos(LOOK_NANOS);
            long more = compilers.getTotalCompilationTime();
            if (more != spent) {
                spent = more;
                since = System.nanoTime();
            }
        }
    }
}
