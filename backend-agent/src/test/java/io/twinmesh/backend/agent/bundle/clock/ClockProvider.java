package io.twinmesh.backend.agent.bundle.clock;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;
import java.lang.reflect.Field;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Has no engine: where it is found, Sentinel's clock in its class loader stands still, and is moved by whoever the test has put into the
 * system properties under {@link #KEY}.
 */
public final class ClockProvider implements ThrottlerProvider {

    public static final String KEY = "io.twinmesh.test.clocks";

    private static final String CLOCK = "com.alibaba.csp.sentinel.util.TimeUtil";
    private static final String THREAD = "sentinel-time-tick-thread";

    public ClockProvider() {
        try {
            register(standing(Class.forName(CLOCK)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("clock", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked") // a class of the JDK is all that both loaders know
    private static void register(LongConsumer clock) {
        ((Consumer<LongConsumer>) System.getProperties().get(KEY)).accept(clock);
    }

    /** The constructor would start the thread that moves the clock, and the one that runs already must not move it. */
    private static LongConsumer standing(Class<?> type) throws ReflectiveOperationException, InterruptedException {
        Object running = type.getMethod("instance").invoke(null);
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field only = unsafe.getDeclaredField("theUnsafe");
        only.setAccessible(true);
        Object clock = unsafe.getMethod("allocateInstance", Class.class).invoke(only.get(null), type);
        Field statistics = field(type, "statistics");
        statistics.set(clock, statistics.get(running));
        field(type, "state").set(clock, stateRunning(type));
        field(type, "INSTANCE").set(null, clock);
        end(() -> statistics.set(running, null));
        Field now = field(type, "currentTimeMillis");
        return millis -> {
            try {
                now.setLong(clock, millis);
            } catch (IllegalAccessException e) {
                throw new LinkageError("clock", e);
            }
        };
    }

    private static Object stateRunning(Class<?> type) throws ReflectiveOperationException {
        return Class.forName(type.getName() + "$STATE", true, type.getClassLoader())
                .getField("RUNNING")
                .get(null);
    }

    /** Ends the thread of the clock, which has no end of its own. */
    private static void end(Break how) throws ReflectiveOperationException, InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(THREAD)
                    && thread.getContextClassLoader() == ClockProvider.class.getClassLoader()) {
                thread.setUncaughtExceptionHandler((ending, expected) -> {});
                how.done();
                thread.interrupt();
                thread.join();
            }
        }
    }

    private interface Break {

        void done() throws ReflectiveOperationException;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @Override
    public String id() {
        return "clock";
    }

    @Override
    public Throttler create(MeshConfig config) {
        throw new IllegalStateException("clock: no engine (expected: no rules for it)");
    }
}
