package io.twinmesh.core.kernel;

import java.lang.reflect.Method;

/** Bytes that a thread has allocated. By reflection: the module under test does not read {@code jdk.management}. */
public final class Allocations {

    private final Object threads;
    private final Method allocated;

    public Allocations() throws ReflectiveOperationException {
        threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        allocated = Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
    }

    public long ofThisThread() throws ReflectiveOperationException {
        return (long) allocated.invoke(threads, Thread.currentThread().getId());
    }
}
