package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker;
import com.alibaba.csp.sentinel.slots.block.degrade.circuitbreaker.CircuitBreaker.State;
import com.alibaba.csp.sentinel.slots.statistic.base.LeapArray;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;

/**
 * The switch of a degrade rule. A half-open one is put back as open and due: the call that probes it opens it halfway again if it comes
 * along, else the next call does.
 *
 * @param retryIn milliseconds until it may be probed, when the state was taken; below 0 if it may be already; 0 if it is closed
 */
record CarriedBreaker(String shape, State state, long retryIn, CarriedWindows windows) {

    private static final long LONGEST = Integer.MAX_VALUE * 1_000L;

    static StateWriter write(DegradeRule rule, CircuitBreaker breaker, EngineInternals engine, long now) {
        State state = breaker.currentState();
        StateWriter part = new StateWriter().text(1, RuleShape.of(rule)).text(2, state.name());
        if (state != State.CLOSED) {
            part.number(3, Math.max(-LONGEST, engine.retryAt(breaker) - now));
        }
        CarriedWindows.write(part, 4, engine.windows(breaker), now, window -> new long[] {
            engine.bad(breaker, window).sum(), engine.total(breaker, window).sum()
        });
        return part;
    }

    static CarriedBreaker read(StateReader part) {
        long retryIn = part.numberOr(3, 0);
        if (retryIn > LONGEST || retryIn < -LONGEST) {
            throw part.refused("probe in " + retryIn + " ms", "at most " + LONGEST);
        }
        return new CarriedBreaker(part.text(1), part.word(2, State.class), retryIn, CarriedWindows.read(part, 4, 2));
    }

    void apply(CircuitBreaker breaker, EngineInternals engine, CarriedTime time) {
        clear(breaker, engine);
        fill(engine.windows(breaker), breaker, engine, time);
        engine.retryAt(breaker, state == State.HALF_OPEN ? time.now() : time.at(-retryIn));
        engine.state(breaker).set(state == State.CLOSED ? State.CLOSED : State.OPEN);
    }

    private <T> void fill(LeapArray<T> into, CircuitBreaker breaker, EngineInternals engine, CarriedTime time) {
        windows.apply(into, time, (T window, long[] row) -> {
            engine.bad(breaker, window).add(row[1]);
            engine.total(breaker, window).add(row[2]);
        });
    }

    static void clear(CircuitBreaker breaker, EngineInternals engine) {
        engine.clear(engine.windows(breaker));
        engine.retryAt(breaker, 0);
        engine.state(breaker).set(State.CLOSED);
    }
}
