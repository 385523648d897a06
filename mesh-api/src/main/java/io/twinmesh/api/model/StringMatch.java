package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A match on text.
 *
 * @param value the text to compare with; for {@code REGEX} an RE2 expression that must match the whole value; for {@code PRESENT} empty
 * @param ignoreCase whether letters match in both cases ({@code EXACT} and {@code PREFIX} only)
 */
@Stable(since = "0.1")
public record StringMatch(Kind kind, String value, boolean ignoreCase) implements ValueMatch {

    /** How text is compared. */
    @Stable(since = "0.1")
    public enum Kind {
        EXACT,
        PREFIX,
        SUFFIX,
        REGEX,
        /** Any value, of any type, that is there. */
        PRESENT
    }

    public static StringMatch of(Kind kind, String value) {
        return new StringMatch(kind, value, false);
    }

    public static StringMatch exact(String value) {
        return of(Kind.EXACT, value);
    }

    public static StringMatch present() {
        return of(Kind.PRESENT, "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StringMatch text
                && kind == text.kind
                && value.equals(text.value)
                && ignoreCase == text.ignoreCase;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value, ignoreCase);
    }
}
