package io.twinmesh.core.carry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fields of a state. Here because mesh-api itself needs nothing but the JDK. */
final class StateReaderTest {

    private static StateReader read(CarriedState state) {
        return StateReader.of("state 'x'", state, 3);
    }

    @Test
    void everyKindOfFieldIsRead() {
        StateReader fields = read(new StateWriter()
                .number(1, Long.MIN_VALUE)
                .number(2, Long.MAX_VALUE)
                .text(3, "naïve ☃")
                .texts(4, List.of("a", "", "a"))
                .numbers(5, 0, -1, 1, Long.MIN_VALUE)
                .flag(6, true)
                .bytes(7, new byte[] {1, 2})
                .part(8, new StateWriter().text(1, "inner"))
                .part(8, new StateWriter())
                .state(3));

        assertEquals(Long.MIN_VALUE, fields.number(1));
        assertEquals(Long.MAX_VALUE, fields.numberOr(2, 0));
        assertEquals("naïve ☃", fields.text(3));
        assertEquals(List.of("a", "", "a"), fields.texts(4));
        assertArrayEquals(new long[] {0, -1, 1, Long.MIN_VALUE}, fields.numbers(5));
        assertTrue(fields.flag(6));
        assertArrayEquals(new byte[] {1, 2}, fields.bytes(7));
        assertEquals("inner", fields.parts(8).get(0).text(1));
        assertNull(fields.parts(8).get(1).textOrNull(1));
        assertFalse(fields.has(9));
        assertEquals(4, fields.numberOr(9, 4));
    }

    @Test
    void whatHasToBeThereIsRefusedIfItIsNot() {
        StateReader fields =
                read(new StateWriter().number(1, 5).text(2, "GREEN").state(1));

        assertThrows(UpgradeRefusedException.class, () -> fields.number(2));
        assertThrows(UpgradeRefusedException.class, () -> fields.text(1));
        assertThrows(UpgradeRefusedException.class, () -> fields.number(1, 6, 9));
        assertThrows(UpgradeRefusedException.class, () -> fields.word(2, Thread.State.class));
        assertEquals(
                "state 'x': no field 7 (expected: one)",
                assertThrows(UpgradeRefusedException.class, () -> fields.numbers(7))
                        .getMessage());
    }

    @Test
    void otherVersionsAreRefused() {
        CarriedState state = new StateWriter().state(4);

        assertEquals(
                "state 'x': version 4 (expected: version 1 to 3)",
                assertThrows(UpgradeRefusedException.class, () -> read(state)).getMessage());
        assertThrows(UpgradeRefusedException.class, () -> read(new CarriedState(0, state.bytes())));
    }

    @Test
    void everyCutIsRefused() {
        CarriedState whole =
                new StateWriter().number(1, 1).texts(2, List.of("a", "b")).state(1);
        for (int length = 0; length < whole.bytes().length; length++) {
            CarriedState cut = new CarriedState(1, Arrays.copyOf(whole.bytes(), length));
            assertThrows(UpgradeRefusedException.class, () -> read(cut));
        }
    }

    @Test
    void whateverBytesComeNothingElseIsThrown() {
        for (int seed = 0; seed < 20_000; seed++) {
            byte[] bytes = new byte[1 + seed % 40];
            new Random(seed).nextBytes(bytes);
            bytes[0] = (byte) (bytes.length - 1);
            try {
                StateReader fields = read(new CarriedState(1, bytes));
                for (int field = 0; field < 64; field++) {
                    assertEquals(fields.texts(field).isEmpty(), fields.textOrNull(field) == null);
                    fields.parts(field);
                }
            } catch (UpgradeRefusedException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("state 'x': "), refused::toString);
            }
        }
    }

    @Test
    void theTextOfAStateHidesItsBytes() {
        assertEquals(
                "CarriedState[version=1, 8 bytes]",
                new StateWriter().text(1, "secre").state(1).toString());
    }
}
