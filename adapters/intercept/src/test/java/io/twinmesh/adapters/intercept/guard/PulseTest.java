package io.twinmesh.adapters.intercept.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.adapters.intercept.guard.Pulse.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final Pulse pulse = new Pulse(Duration.ofSeconds(1).toNanos());

    private void silent(int millis) {
        pulse.silent(Duration.ofMillis(millis).toNanos(), true);
    }

    private void absent(int millis) {
        pulse.silent(Duration.ofMillis(millis).toNanos(), false);
    }

    @Test
    void atFirstNothingIsKnown() {
        assertEquals(State.UNKNOWN, pulse.state());
        absent(100);
        absent(100);
        absent(99);
        assertEquals(State.UNKNOWN, pulse.state());
        absent(1);
        assertEquals(State.GONE, pulse.state());
    }

    @Test
    void anAnswerIsLifeAndSilenceIsCountedFromIt() {
        silentFor(900);
        pulse.answered();
        assertEquals(State.ALIVE, pulse.state());
        silentFor(900);
        pulse.answered();
        silentFor(900);
        assertEquals(State.ALIVE, pulse.state());
        silent(100);
        assertEquals(State.GONE, pulse.state());
        pulse.answered();
        assertEquals(State.ALIVE, pulse.state());
    }

    private void silentFor(int millis) {
        for (int i = 0; i < millis; i += 100) {
            silent(100);
        }
    }

    @Test
    void oneThatIsNotThereIsGoneSooner() {
        pulse.answered();
        absent(100);
        absent(100);
        silent(100);
        absent(100);
        absent(100);
        assertEquals(State.ALIVE, pulse.state(), "somebody was there in between");
        absent(100);
        assertEquals(State.GONE, pulse.state());
    }

    @Test
    void whoeverComesAndGoesWithoutAnAnswerIsGoneInTheEnd() {
        pulse.answered();
        for (int i = 0; i < 5; i++) {
            assertEquals(State.ALIVE, pulse.state());
            silent(100);
            absent(100);
        }
        assertEquals(State.GONE, pulse.state());
    }

    @Test
    void aGuardThatStoodStillItselfTakesNobodyForDead() {
        pulse.answered();
        for (int i = 0; i < 9; i++) {
            silent(60_000);
        }
        assertEquals(State.ALIVE, pulse.state());
        silent(60_000);
        assertEquals(State.GONE, pulse.state());
    }
}
