package io.twinmesh.adapters.intercept.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.config.MeshConfigurationException;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all | all",
                "1-65535 | all",
                "80 | 80",
                "90:100, 80,81 | 80-81,90-100",
                "1-10,5-20,21 | 1-21",
                "65535,1 | 1,65535"
            })
    void isReadSortedAndMerged(String text, String expected) {
        assertEquals(expected, Ports.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "a", "5-3", "1-2-3", "80,", "-80", "80-", "99999999999"})
    void whatIsNoPortIsRefusedWithTheValue(String text) {
        MeshConfigurationException refused = assertThrows(MeshConfigurationException.class, () -> Ports.parse(text));

        assertTrue(refused.expected().startsWith("ports from 1 to 65535"), refused.getMessage());
    }

    @Test
    void minusIsTheDifferenceOfSets() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            BitSet these = some(random);
            BitSet those = some(random);
            Ports left = ports(these).minus(ports(those));
            these.andNot(those);
            assertEquals(ports(these), left, "seed " + seed);
            assertEquals(these.isEmpty(), left.isEmpty(), "seed " + seed);
            these.stream().forEach(port -> assertTrue(left.contains(port), "seed " + seed));
            those.stream().forEach(port -> assertFalse(left.contains(port), "seed " + seed));
        }
    }

    private static BitSet some(Random random) {
        BitSet some = new BitSet();
        for (int i = 0; i < 3; i++) {
            int first = 1 + random.nextInt(40);
            some.set(first, first + random.nextInt(12));
        }
        return some;
    }

    private static Ports ports(BitSet bits) {
        return bits.isEmpty()
                ? Ports.NONE
                : Ports.parse(bits.stream().mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }
}
