package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a request.
 *
 * @param subject the part it looks at
 * @param key name of the attachment, header, label or query parameter; empty for the others
 * @param index index of the argument or parameter type, from 0; -1 for the others
 * @param match what the value must be
 * @param negated whether the match must fail; a value that is absent does not match, so it satisfies a negated condition
 * @param path where it stands in its document: {@code match[0].attachments.tag}
 */
@Stable(since = "0.1")
public record Condition(Subject subject, String key, int index, ValueMatch match, boolean negated, String path) {

    /** A condition on a part that has no key and no index. */
    public static Condition of(Subject subject, ValueMatch match, String path) {
        return new Condition(subject, "", -1, match, false, path);
    }

    /** A condition on a named part. */
    public static Condition keyed(Subject subject, String key, ValueMatch match, String path) {
        return new Condition(subject, key, -1, match, false, path);
    }

    /** A condition on a numbered part. */
    public static Condition indexed(Subject subject, int index, ValueMatch match, String path) {
        return new Condition(subject, "", index, match, false, path);
    }

    /** The opposite condition. */
    public Condition not() {
        return new Condition(subject, key, index, match, !negated, path);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Condition condition
                && subject == condition.subject
                && key.equals(condition.key)
                && index == condition.index
                && match.equals(condition.match)
                && negated == condition.negated
                && path.equals(condition.path);
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject, key, index, match, negated, path);
    }
}
