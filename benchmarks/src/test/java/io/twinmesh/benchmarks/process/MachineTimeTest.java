package io.twinmesh.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MachineTimeTest {

    @Test
    void othersAreWhatIsNeitherOwnNorIdle() {
        MachineTime begin = MachineTime.parse("cpu  100 0 100 500 0 0 0 0 0 0");
        MachineTime end = MachineTime.parse("cpu  200 0 200 1200 0 0 50 50 0 0");

        assertEquals(15, end.othersPercentSince(begin, 1.0), 1e-9);
        assertEquals(0, end.othersPercentSince(begin, 9.0), 1e-9);
    }
}
