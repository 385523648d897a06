package io.twinmesh.adapters.istio.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {

    @Test
    void countsInARowAdd() {
        assertEquals(4 + 1 + 2, RegexSize.of("[0-9]{4}-\\d{2}"));
    }

    @Test
    void quotedTextAndClassesAreOneStep() {
        assertEquals(1, RegexSize.of("\\Q({9}\\E"));
        assertEquals(1, RegexSize.of("[](){9}]"));
        assertEquals(1, RegexSize.of("[^]\\]{9}]"));
        assertEquals(5, RegexSize.of("[[:alpha:]]{5}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{999}){999}){999}",
                "(a{999}[(]){999}",
                "([)]a{999}){999}",
                "(a{0,999}){1,999}",
                "((a{100,}){100}",
                "(?:(?i:a{99}){99}){99}",
                "(\\(a{999}){999}",
                "(\\Q(\\Ea{999}){999}"
            })
    void countsInsideCountsMultiply(String regex) {
        assertTrue(RegexSize.of(regex) >= 10_000, regex);
    }
}
