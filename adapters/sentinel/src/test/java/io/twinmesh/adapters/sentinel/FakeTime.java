package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.util.TimeUtil;
import java.lang.reflect.Field;
import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sentinel's clock, standing still until it is moved. It never goes back, for counters that are static; every test begins an hour
 * later, at the start of a second.
 */
final class FakeTime implements BeforeEachCallback {

    private static final TimeUtil CLOCK = install();

    @Override
    public void beforeEach(ExtensionContext context) {
        advance(Duration.ofHours(1));
        set(now() / 60_000 * 60_000);
    }

    static long now() {
        return TimeUtil.currentTimeMillis();
    }

    static void advance(Duration time) {
        set(now() + time.toMillis());
    }

    static void advanceMillis(long millis) {
        set(now() + millis);
    }

    private static void set(long millis) {
        try {
            field("currentTimeMillis").setLong(CLOCK, millis);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("clock", e);
        }
    }

    private static TimeUtil install() {
        EngineStart.run();
        try {
            TimeUtil clock = (TimeUtil) withoutConstructor();
            field("statistics").set(clock, field("statistics").get(TimeUtil.instance()));
            field("state").set(clock, TimeUtil.STATE.RUNNING);
            field("currentTimeMillis").setLong(clock, System.currentTimeMillis());
            field("INSTANCE").set(null, clock);
            return clock;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("clock", e);
        }
    }

    /** The constructor would start the thread that moves the clock. */
    private static Object withoutConstructor() throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field only = unsafe.getDeclaredField("theUnsafe");
        only.setAccessible(true);
        return unsafe.getMethod("allocateInstance", Class.class).invoke(only.get(null), TimeUtil.class);
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = TimeUtil.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
