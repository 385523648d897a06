package io.twinmesh.adapters.intercept.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.adapters.intercept.guard.Pulse.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final Pulse pulse = new Pulse(Duration.ofMillis(300).toNanos());

    private void silent(int millis) {
        pulse.silent(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void atFirstNothingIsKnown() {
        assertEquals(State.UNKNOWN, pulse.state());
        silent(100);
        silent(100);
        silent(99);
        assertEquals(State.UNKNOWN, pulse.state());
        silent(1);
        assertEquals(State.GONE, pulse.state());
    }

    @Test
    void anAnswerIsLifeAndSilenceIsCountedFromIt() {
        silent(100);
        silent(100);
        pulse.answered();
        assertEquals(State.ALIVE, pulse.state());
        silent(100);
        silent(100);
        pulse.answered();
        silent(100);
        silent(100);
        assertEquals(State.ALIVE, pulse.state());
        silent(100);
        assertEquals(State.GONE, pulse.state());
        pulse.answered();
        assertEquals(State.ALIVE, pulse.state());
    }

    @Test
    void aGuardThatStoodStillItselfTakesNobodyForDead() {
        pulse.answered();
        silent(60_000);
        silent(60_000);
        assertEquals(State.ALIVE, pulse.state());
        silent(60_000);
        assertEquals(State.GONE, pulse.state());
    }
}
