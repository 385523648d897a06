package io.twinmesh.benchmarks.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementRoundTest {

    private static final List<String> ROWS = List.of("a", "b", "c", "d");

    @Test
    void everyRowHasEveryPlaceEquallyOftenInEightTurns() {
        for (int i = 0; i < ROWS.size(); i++) {
            int place = i;
            Map<String, Long> times = IntStream.rangeClosed(1, 8)
                    .mapToObj(turn -> PlacementRound.inOrder(turn, ROWS).get(place))
                    .collect(Collectors.groupingBy(row -> row, Collectors.counting()));

            assertEquals(Map.of("a", 2L, "b", 2L, "c", 2L, "d", 2L), times, "place " + place);
        }
    }

    @Test
    void turnsGoBackAndForth() {
        assertEquals(List.of("b", "c", "d", "a"), PlacementRound.inOrder(2, ROWS));
        assertEquals(List.of("a", "d", "c", "b"), PlacementRound.inOrder(3, ROWS));
    }
}
