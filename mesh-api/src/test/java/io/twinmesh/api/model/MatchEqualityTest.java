package io.twinmesh.api.model;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What conditions are compared by is written out, and must not forget a part that is added to them. */
final class MatchEqualityTest {

    /** Two of a kind that differ in every part. */
    record Pair(Record one, Record other) {}

    static Stream<Pair> pairs() {
        StringMatch exact = StringMatch.exact("a");
        StringMatch prefix = new StringMatch(StringMatch.Kind.PREFIX, "b", true);
        return Stream.of(
                new Pair(exact, prefix),
                new Pair(new NumberMatch.Range(1, 2), new NumberMatch.Range(3, 4)),
                new Pair(NumberMatch.exact(1), new NumberMatch(List.of(new NumberMatch.Range(1, 2)), 3)),
                new Pair(
                        new Condition(Subject.ARGUMENT, "a", 1, exact, false, "here"),
                        new Condition(Subject.HEADER, "b", 2, prefix, true, "there")));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatAgreesInEveryPartIsEqualAndWhatDiffersInOneIsNot(Pair pair) throws ReflectiveOperationException {
        Record one = pair.one();
        RecordComponent[] parts = one.getClass().getRecordComponents();
        Record same = with(one, parts, -1, one);
        assertAll(
                () -> assertEquals(one, same),
                () -> assertEquals(one.hashCode(), same.hashCode()),
                () -> assertNotEquals(one, null),
                () -> assertNotEquals(one, "something else"));
        for (int i = 0; i < parts.length; i++) {
            Record changed = with(one, parts, i, pair.other());
            assertNotEquals(one, changed, parts[i].getName());
            assertNotEquals(changed, one, parts[i].getName());
        }
    }

    /** A copy, but for one part. */
    private static Record with(Record one, RecordComponent[] parts, int changed, Record other)
            throws ReflectiveOperationException {
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].getAccessor().invoke(i == changed ? other : one);
        }
        Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return one.getClass().getDeclaredConstructor(types).newInstance(values);
    }
}
