package io.twinmesh.core.match;

import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.ValueMatch;
import java.util.Locale;
import java.util.stream.Collectors;

/** Matches in words, as people wrote them. */
final class Words {

    private Words() {}

    static String of(ValueMatch match) {
        if (match instanceof StringMatch text) {
            return (text.kind().name().toLowerCase(Locale.ROOT) + " " + text.value()).trim();
        }
        if (match instanceof NumberMatch number) {
            return ranges(number) + (number.mod() == 0 ? "" : " mod " + number.mod());
        }
        return String.valueOf(((BooleanMatch) match).value());
    }

    private static String ranges(NumberMatch number) {
        return number.ranges().stream()
                .map(range -> range.from() == range.to() ? "" + range.from() : range.from() + "~" + range.to())
                .collect(Collectors.joining(", "));
    }
}
