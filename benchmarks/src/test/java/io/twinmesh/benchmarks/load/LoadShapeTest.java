package io.twinmesh.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadShapeTest {

    @Test
    void closedOpenAndShortShapesAreRead() {
        assertEquals(new LoadShape("c16d2", 16, 2, 0, 128, false), LoadShape.parse("c16d2"));
        assertEquals(new LoadShape("o5000x16@1024", 16, 1, 5000, 1024, false), LoadShape.parse("o5000x16@1024"));
        assertEquals(new LoadShape("s16@64", 16, 1, 0, 64, true), LoadShape.parse("s16@64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c1", "c0d1", "c1d0", "o0x1", "s0", "s16d1", "c9999d9999", "c1d1@0", "o5000x16@99999"})
    void othersAreRefusedByName(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> LoadShape.parse(text))
                .getMessage();

        assertEquals(
                "load shape: " + text + " (expected:",
                message.substring(0, ("load shape: " + text + " (expected:").length()));
    }
}
