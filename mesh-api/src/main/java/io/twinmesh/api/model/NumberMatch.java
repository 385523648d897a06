package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;

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
    public record Range(long from, long to) {}
}
