package io.twinmesh.core.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.PatternSyntaxException;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.StringMatch.Kind;
import io.twinmesh.api.model.ValueMatch;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTestTest {

    private static boolean matches(ValueMatch match, Object value) {
        return ValueTest.of(match).test(value);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT,  gray,   gray,    true",
        "EXACT,  gray,   Gray,    false",
        "EXACT,  gray,   grays,   false",
        "PREFIX, vip,    vip-7,   true",
        "PREFIX, vip,    avip,    false",
        "PREFIX, vip,    vi,      false",
        "SUFFIX, -eu,    shop-eu, true",
        "SUFFIX, -eu,    -eu-1,   false",
        "REGEX,  v[0-9]+, v12,    true",
        "REGEX,  v[0-9]+, v12x,   false",
        "REGEX,  v[0-9]+, xv12,   false",
    })
    void textIsComparedAsItsKindSays(Kind kind, String wanted, String value, boolean expected) {
        assertEquals(expected, matches(StringMatch.of(kind, wanted), value));
    }

    @Test
    void caseIsIgnoredWhereThatIsAskedFor() {
        assertTrue(matches(new StringMatch(Kind.EXACT, "GRAY", true), "gray"));
        assertTrue(matches(new StringMatch(Kind.PREFIX, "Vip", true), "vIP-7"));
        assertFalse(matches(new StringMatch(Kind.PREFIX, "Vip", true), "vi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "GRÄU", "straße", "İstanbul", "ΣΑΣ", "ǅ", "𐐀"})
    void whateverItsLettersATextMatchesItself(String text) {
        for (Kind kind : List.of(Kind.EXACT, Kind.PREFIX, Kind.SUFFIX)) {
            assertTrue(matches(StringMatch.of(kind, text), text), kind.name());
            assertTrue(matches(new StringMatch(kind, text, true), text), () -> kind + " ignoring case");
        }
        assertFalse(matches(new StringMatch(Kind.EXACT, text, true), text + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXACT", "PREFIX", "SUFFIX", "REGEX"})
    void whatIsNoTextMatchesNoText(Kind kind) {
        StringMatch match = StringMatch.of(kind, "7");

        assertFalse(matches(match, null));
        assertFalse(matches(match, 7));
        assertFalse(matches(match, RpcRequest.OPAQUE));
    }

    @Test
    void presentTakesAnythingThatIsThere() {
        assertTrue(matches(StringMatch.present(), ""));
        assertTrue(matches(StringMatch.present(), 7L));
        assertTrue(matches(StringMatch.present(), RpcRequest.OPAQUE));
        assertFalse(matches(StringMatch.present(), null));
    }

    @Test
    void truthValuesMatchThemselvesOnly() {
        assertTrue(matches(new BooleanMatch(true), true));
        assertFalse(matches(new BooleanMatch(true), false));
        assertFalse(matches(new BooleanMatch(false), null));
        assertFalse(matches(new BooleanMatch(true), "true"));
    }

    @Test
    void bothEndsOfARangeBelongToIt() {
        NumberMatch match = new NumberMatch(List.of(new Range(1, 3), new Range(7, 7)), 0);

        assertEquals(
                List.of(1L, 2L, 3L, 7L),
                IntStream.range(-2, 12)
                        .asLongStream()
                        .filter(n -> matches(match, n))
                        .boxed()
                        .toList());
    }

    @Test
    void intAndLongMatchAlike() {
        assertTrue(matches(NumberMatch.exact(5), 5));
        assertTrue(matches(NumberMatch.exact(5), 5L));
        assertFalse(matches(NumberMatch.exact(5), 5.0));
        assertFalse(matches(NumberMatch.exact(5), "5"));
        assertTrue(matches(NumberMatch.exact(Long.MIN_VALUE), Long.MIN_VALUE));
    }

    @Test
    void moduloOfANegativeNumberIsNotNegative() {
        NumberMatch lastTenth = new NumberMatch(List.of(new Range(9, 9)), 10);

        assertTrue(matches(lastTenth, 19L));
        assertTrue(matches(lastTenth, -1L));
        assertFalse(matches(lastTenth, 1L));
    }

    @Test
    void manyRangesMatchAsIfTriedOneByOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Range> ranges = IntStream.range(0, random.nextInt(12))
                    .mapToObj(i -> range(random))
                    .toList();
            long mod = random.nextInt(3) == 0 ? 1 + random.nextInt(50) : 0;
            NumberMatch match = new NumberMatch(ranges, mod);
            for (long n = -60; n <= 60; n++) {
                long compared = mod == 0 ? n : Math.floorMod(n, mod);
                boolean expected = ranges.stream().anyMatch(r -> r.from() <= compared && compared <= r.to());
                assertEquals(expected, matches(match, n), "seed " + seed + ": " + n + " in " + match);
            }
        }
    }

    private static Range range(Random random) {
        int from = random.nextInt(100) - 50;
        return new Range(from, from + random.nextInt(20) - 3);
    }

    @Test
    void aBadExpressionIsRefused() {
        assertThrows(PatternSyntaxException.class, () -> ValueTest.of(StringMatch.of(Kind.REGEX, "v[")));
    }
}
