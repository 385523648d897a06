package io.twinmesh.core.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.ValueMatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A compiled match on one value in normal form. */
interface ValueTest {

    boolean test(@Nullable Object value);

    /**
     * Compiles a match.
     *
     * @throws PatternSyntaxException if it holds a bad regular expression
     */
    static ValueTest of(ValueMatch match) {
        if (match instanceof StringMatch text) {
            return ofText(text);
        }
        if (match instanceof NumberMatch number) {
            return ofNumber(number);
        }
        boolean wanted = ((BooleanMatch) match).value();
        return value -> value instanceof Boolean flag && flag == wanted;
    }

    private static ValueTest ofText(StringMatch match) {
        String wanted = match.value();
        return switch (match.kind()) {
            case PRESENT -> value -> value != null;
            case EXACT ->
                match.ignoreCase()
                        ? value -> value instanceof String text && wanted.equalsIgnoreCase(text)
                        : wanted::equals;
            case PREFIX ->
                value -> value instanceof String text
                        && text.regionMatches(match.ignoreCase(), 0, wanted, 0, wanted.length());
            case SUFFIX -> value -> value instanceof String text && text.endsWith(wanted);
            case REGEX -> ofPattern(Pattern.compile(match.value(), match.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0));
        };
    }

    private static ValueTest ofPattern(Pattern pattern) {
        return value -> value instanceof String text && pattern.matches(text);
    }

    private static ValueTest ofNumber(NumberMatch match) {
        long[] bounds = match.ranges().stream()
                .flatMapToLong(range -> LongStream.of(range.from(), range.to()))
                .toArray();
        long mod = match.mod();
        return value -> value instanceof Number number
                && !(number instanceof Double)
                && within(bounds, mod == 0 ? number.longValue() : Math.floorMod(number.longValue(), mod));
    }

    private static boolean within(long[] bounds, long number) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (number >= bounds[i] && number <= bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
