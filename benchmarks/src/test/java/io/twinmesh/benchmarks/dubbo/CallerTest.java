package io.twinmesh.benchmarks.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CallerTest {

    private long now;
    private EchoService service = text -> text;

    @Test
    void callsOfTheLeadAreMadeAndNotMeasured() {
        WindowResult seen = run(300, 1_000);

        assertEquals(7, seen.calls());
        assertEquals(4, seen.latencies().getTotalCount());
        assertEquals(0.1, seen.micros(50), 0.064);
        assertTrue(seen.sound());
    }

    @Test
    void rejectedCallsAreTold() {
        service = text -> {
            throw new IllegalStateException("Failed to invoke: twinmesh: throttled: flow rule");
        };

        WindowResult seen = run(0, 200);

        assertEquals(seen.calls(), seen.rejected());
        assertEquals(0, seen.errors());
        assertEquals("Failed to invoke: twinmesh: throttled: flow rule", seen.firstFailure());
        assertFalse(seen.sound());
    }

    @Test
    void failedAndAlteredCallsAreErrors() {
        service = text -> {
            if (now <= 100) {
                throw new IllegalStateException();
            }
            return "other";
        };

        WindowResult seen = run(0, 200);

        assertEquals(seen.calls(), seen.errors());
        assertEquals("null", seen.firstFailure());
    }

    @Test
    void aWindowForgetsTheOneBefore() {
        Caller caller = new Caller(service, this::tick);
        caller.run("x", 0, 500);
        caller.reset();

        assertEquals(0, caller.plus(nothing()).calls());
        assertEquals(0, caller.plus(nothing()).latencies().getTotalCount());
    }

    private WindowResult run(long measureFrom, long until) {
        Caller caller = new Caller(service, this::tick);
        caller.run("x", measureFrom, until);
        return caller.plus(nothing());
    }

    /** Every look at the clock takes as long as a call. */
    private long tick() {
        long before = now;
        now += 100;
        return before;
    }

    private static WindowResult nothing() {
        return new WindowResult(0, 0, 0, 1, 0, WindowResult.histogram(), "");
    }
}
