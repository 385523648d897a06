package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match on a whole number; values that are no whole number do not match.
 *
 * @param ranges ORed
 * @param mod if not 0, the value's floor modulus by it is compared instead of the value
 */
@Stable(since = "0.1")
public record NumberMatch(List<Range> ranges, long mod) implements ValueMatch {

    public NumberMatch {
        ranges = List.copyOf(ranges);
    }

    /** A match on one number. */
    public static NumberMatch exact(long value) {
        return new NumberMatch(List.of(new Range(value, value)), 0);
    }

    /** Both ends belong to it. */
    @Stable(since = "0.1")
    public record Range(long from, long to) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Range range && from == range.from && to == range.to;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(from) + Long.hashCode(to);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NumberMatch number && mod == number.mod && ranges.equals(number.ranges);
    }

    @Override
    public int hashCode() {
        return 31 * ranges.hashCode() + Long.hashCode(mod);
    }
}
