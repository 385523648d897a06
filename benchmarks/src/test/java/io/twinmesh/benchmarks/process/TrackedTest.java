package io.twinmesh.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedTest {

    @Test
    void theFirstNumberIsHexadecimalAndTheSameOnEveryLine() {
        assertEquals(
                26, Tracked.parse(List.of("entries  clashres found", "0000001a  00000000 00000001", "0000001a  1 2")));
    }

    @Test
    void aKernelThatSaysNothingIsNotTakenForOneThatTracksNothing() {
        assertEquals(Tracked.UNKNOWN, Tracked.parse(List.of()));
        assertEquals(Tracked.UNKNOWN, Tracked.by(-1));
    }
}
