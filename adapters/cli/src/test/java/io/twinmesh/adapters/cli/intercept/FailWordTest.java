package io.twinmesh.adapters.cli.intercept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.Direction;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailWordTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open | []",
                "closed | [OUTBOUND, INBOUND]",
                "inbound=closed | [INBOUND]",
                "outbound=open,inbound=closed | [INBOUND]",
                "closed,outbound=open | [INBOUND]"
            })
    void saysWhichDirectionsStayClosed(String text, String expected) {
        Set<Direction> closed = EnumSet.noneOf(Direction.class);

        for (String word : text.split(",", -1)) {
            FailWord.of(word).addTo(closed);
        }

        assertEquals(expected, closed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "maybe", "outbound", "outbound=", "=open", "sideways=open"})
    void whatIsNoAnswerIsRefused(String word) {
        assertThrows(MeshConfigurationException.class, () -> FailWord.of(word));
    }
}
