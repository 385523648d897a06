package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.statistic.base.LeapArray;
import com.alibaba.csp.sentinel.slots.statistic.base.WindowWrap;
import com.alibaba.csp.sentinel.slots.system.SystemRuleManager;
import com.alibaba.csp.sentinel.util.TimeUtil;
import java.lang.reflect.Field;
import java.util.concurrent.ExecutorService;

/**
 * Ends the threads that Sentinel's classes start and never end: the clock, and the measuring of the system. Each keeps the class loader it
 * came from, with everything else in it.
 *
 * <p>Sentinel has no way to ask for this, so it goes by private fields of the version that is pinned. Calls that end later still work: the
 * clock then reads the time itself.
 */
final class EngineThreads {

    private static final String CLOCK_THREAD = "sentinel-time-tick-thread";
    private static final String SYSTEM_THREAD = "sentinel-system-status-record-task";
    private static final long LONGEST_END_MILLIS = 5_000;

    private EngineThreads() {}

    /** Ends those that run; none is started for it. */
    static void end() {
        try {
            if (EngineStart.hasRun()) {
                endClock();
            }
            if (SystemOwner.wasAsked()) {
                ((ExecutorService) field(SystemRuleManager.class, "scheduler").get(null)).shutdownNow();
                awaitAll(SYSTEM_THREAD);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sentinel: threads not ended (expected: the version that is pinned)", e);
        }
    }

    /** The loop of the clock cannot be asked to end, and an interrupt only wakes it; what it counts its work in can throw. */
    private static void endClock() throws ReflectiveOperationException {
        TimeUtil clock = TimeUtil.instance();
        field(TimeUtil.class, "state").set(clock, TimeUtil.STATE.IDLE);
        Field statistics = field(TimeUtil.class, "statistics");
        statistics.set(clock, new LastWindows((LeapArray<?>) statistics.get(clock)));
        awaitAll(CLOCK_THREAD);
    }

    /** Waits for the end of those of this class loader: a class that they meet for the first time must still be there. */
    private static void awaitAll(String name) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .filter(thread -> thread.getContextClassLoader() == EngineStart.class.getClassLoader())
                .forEach(EngineThreads::await);
    }

    private static void await(Thread ending) {
        ending.interrupt(); // it may sleep
        try {
            ending.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** The clock's windows for everybody but its thread, which ends here. */
    private static final class LastWindows extends LeapArray<Object> {

        private final LeapArray<Object> windows;

        @SuppressWarnings("unchecked") // what it holds is handed on unseen
        LastWindows(LeapArray<?> windows) {
            super(windows.getSampleCount(), windows.getIntervalInMs());
            this.windows = (LeapArray<Object>) windows;
        }

        @Override
        public WindowWrap<Object> currentWindow(long timeMillis) {
            Thread thread = Thread.currentThread();
            if (thread.getName().equals(CLOCK_THREAD)) {
                thread.setUncaughtExceptionHandler((ending, expected) -> {});
                throw new IllegalStateException("sentinel: clock ended");
            }
            return windows.currentWindow(timeMillis);
        }

        @Override
        public Object newEmptyBucket(long timeMillis) {
            return windows.newEmptyBucket(timeMillis);
        }

        @Override
        protected WindowWrap<Object> resetWindowTo(WindowWrap<Object> window, long startTime) {
            throw new IllegalStateException("sentinel: windows of the clock are reset where they are");
        }
    }
}
