package io.twinmesh.core.carry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of value a record may hold, at its limits, and where another kind comes than is expected. */
final class RecordKindsTest {

    enum Colour {
        RED,
        GREEN
    }

    record Values(int number, long size, boolean flag, String text, Colour colour, Duration time, List<String> words) {}

    /** What versions that differ in one component would write. */
    static final class Other {
        record Values(
                long number,
                long size,
                boolean flag,
                String text,
                Thread.State colour,
                Duration time,
                List<String> words) {}
    }

    record Unknown(Object of) {}

    private static Values read(Record written) {
        return RecordReader.read("values", RecordWriter.bytes(written), Values.class, List.of(Values.class));
    }

    private static String refusal(Record written) {
        return String.valueOf(
                assertThrows(UpgradeRefusedException.class, () -> read(written)).getMessage());
    }

    @Test
    void valuesAtTheirLimitsComeBack() {
        for (Values values : List.of(
                new Values(Integer.MIN_VALUE, Long.MIN_VALUE, true, "", Colour.RED, Duration.ofNanos(-1), List.of()),
                new Values(
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        false,
                        "☃ \uD83D\uDE00",
                        Colour.GREEN,
                        Duration.ofNanos(Long.MAX_VALUE),
                        List.of("", "a", "a", "x".repeat(100_000))))) {
            assertEquals(values, read(values));
        }
    }

    @Test
    void aNumberThatDoesNotFitIsRefused() {
        Other.Values wide = new Other.Values(1L << 31, 0, true, "", Thread.State.NEW, Duration.ZERO, List.of());

        assertEquals("values: 2147483648 (expected: a number of 32 bits)", refusal(wide));
    }

    @Test
    void aConstantThatIsNotKnownIsRefused() {
        Other.Values blocked = new Other.Values(1, 0, true, "", Thread.State.BLOCKED, Duration.ZERO, List.of());

        assertTrue(refusal(blocked).startsWith("values: BLOCKED (expected: one of "), refusal(blocked));
    }

    @Test
    void whatIsNoneOfTheKindsIsNotWritten() {
        for (Object strange : List.of(1.5, 'c', (short) 1)) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> RecordWriter.bytes(new Unknown(strange)))
                            .getMessage());
            assertEquals(strange.getClass().getName() + ": not carried (expected: a type of the model)", message);
        }
        assertThrows(ClassCastException.class, () -> RecordWriter.bytes(new Unknown(Map.of("a", 1))));
    }
}
