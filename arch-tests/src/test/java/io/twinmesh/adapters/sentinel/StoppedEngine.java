package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.system.SystemRuleManager;
import com.alibaba.csp.sentinel.slots.system.SystemStatusListener;
import com.alibaba.csp.sentinel.util.TimeUtil;
import java.lang.reflect.Field;

/**
 * Sentinel with a clock that stands still until it is moved, and with the load and the CPU use of the machine as a test says. Both are static
 * in Sentinel: one at a time in a process, and {@link #close} puts the real ones back.
 */
public final class StoppedEngine implements AutoCloseable {

    private static final long MINUTE = 60_000;

    private final TimeUtil realClock;
    private final Object realReading;
    private final TimeUtil clock;
    private volatile double load;
    private volatile double cpu;

    public StoppedEngine() {
        EngineStart.run();
        try {
            realClock = (TimeUtil) field(TimeUtil.class, "INSTANCE").get(null);
            realReading = field(SystemRuleManager.class, "statusListener").get(null);
            clock = stopped();
            field(TimeUtil.class, "INSTANCE").set(null, clock);
            field(SystemRuleManager.class, "statusListener").set(null, new Reading());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("sentinel", e);
        }
    }

    /** What the test says in place of the operating system. */
    private final class Reading extends SystemStatusListener {

        @Override
        public double getSystemAverageLoad() {
            return load;
        }

        @Override
        public double getCpuUsage() {
            return cpu;
        }
    }

    /** A clock whose constructor, which would start the thread that moves it, never ran. */
    private TimeUtil stopped() throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field only = unsafe.getDeclaredField("theUnsafe");
        only.setAccessible(true);
        TimeUtil made =
                (TimeUtil) unsafe.getMethod("allocateInstance", Class.class).invoke(only.get(null), TimeUtil.class);
        field(TimeUtil.class, "statistics")
                .set(made, field(TimeUtil.class, "statistics").get(realClock));
        field(TimeUtil.class, "state").set(made, TimeUtil.STATE.RUNNING);
        field(TimeUtil.class, "currentTimeMillis").setLong(made, System.currentTimeMillis());
        return made;
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Goes on to the beginning of a minute, an hour later: nothing that was counted before counts any more. */
    public void begin() {
        set((clock.getTime() / MINUTE + 60) * MINUTE);
        machine(0, 0);
    }

    /** Lets time go by. */
    public void advance(long millis) {
        set(clock.getTime() + millis);
    }

    /** What the machine reads from now on. */
    public void machine(double averageLoad, double cpuUse) {
        load = averageLoad;
        cpu = cpuUse;
    }

    private void set(long millis) {
        try {
            field(TimeUtil.class, "currentTimeMillis").setLong(clock, millis);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("clock", e);
        }
    }

    @Override
    public void close() {
        try {
            field(TimeUtil.class, "INSTANCE").set(null, realClock);
            field(SystemRuleManager.class, "statusListener").set(null, realReading);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("sentinel", e);
        }
    }
}
