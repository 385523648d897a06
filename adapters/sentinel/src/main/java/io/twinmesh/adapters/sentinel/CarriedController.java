package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.TrafficShapingController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.ThrottlingController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.WarmUpController;
import com.alibaba.csp.sentinel.slots.block.flow.controller.WarmUpRateLimiterController;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How warm a flow rule is and when its queue let the last call pass.
 *
 * @param tokens stored for a cold start
 * @param filledAge milliseconds since they were filled, when the state was taken; -1 for never
 * @param queue how far behind that time the last call of the queue passes, in its unit; null for never
 */
record CarriedController(
        String shape, long tokens, long filledAge, @Nullable Long queue) {

    private static final long NEVER = -1;

    /** The state of a controller, or null if it has none or was never asked. */
    static @Nullable StateWriter write(
            FlowRule rule, TrafficShapingController controller, EngineInternals engine, long now) {
        StateWriter part = new StateWriter().text(1, RuleShape.of(rule));
        boolean used = false;
        if (controller instanceof WarmUpController warm && engine.filled(warm).get() != 0) {
            part.number(2, engine.tokens(warm).get())
                    .number(3, now - engine.filled(warm).get());
            used = true;
        }
        AtomicLong passed = passed(controller, engine);
        if (passed != null && passed.get() != NEVER) {
            part.number(4, passed.get() - clock(controller, engine, now));
            used = true;
        }
        return used ? part : null;
    }

    private static @Nullable AtomicLong passed(TrafficShapingController controller, EngineInternals engine) {
        if (controller instanceof ThrottlingController queue) {
            return engine.passed(queue);
        }
        return controller instanceof WarmUpRateLimiterController queue ? engine.passed(queue) : null;
    }

    /** Rules of many calls a second count in nanoseconds of a clock that no other process sees. */
    private static long clock(TrafficShapingController controller, EngineInternals engine, long millis) {
        return controller instanceof ThrottlingController queue && engine.countsNanos(queue)
                ? System.nanoTime()
                : millis;
    }

    static CarriedController read(StateReader part) {
        long tokens = part.numberOr(2, 0);
        long age = part.numberOr(3, NEVER);
        if (tokens < 0 || age < NEVER) {
            throw part.refused(tokens + " tokens " + age + " ms old", "0 or more");
        }
        return new CarriedController(part.text(1), tokens, age, part.has(4) ? (Long) part.number(4) : null);
    }

    void apply(TrafficShapingController controller, EngineInternals engine, CarriedTime time) {
        clear(controller, engine);
        if (controller instanceof WarmUpController warm && filledAge != NEVER) {
            engine.tokens(warm).set(tokens);
            engine.filled(warm).set(time.at(filledAge));
        }
        AtomicLong passed = passed(controller, engine);
        if (passed != null && queue != null) {
            passed.set(clock(controller, engine, time.taken()) + queue);
        }
    }

    static void clear(TrafficShapingController controller, EngineInternals engine) {
        if (controller instanceof WarmUpController warm) {
            engine.tokens(warm).set(0);
            engine.filled(warm).set(0);
        }
        AtomicLong passed = passed(controller, engine);
        if (passed != null) {
            passed.set(NEVER);
        }
    }
}
