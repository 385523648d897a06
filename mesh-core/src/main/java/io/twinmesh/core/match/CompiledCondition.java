package io.twinmesh.core.match;

import com.google.re2j.PatternSyntaxException;
import io.twinmesh.api.Internal;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.StringMatch;
import org.jspecify.annotations.Nullable;

/** A condition ready to be tested. Immutable. */
@Internal(since = "0.1")
public final class CompiledCondition {

    private final Condition source;
    private final Part part;
    private final ValueTest test;
    private final boolean negated;

    /**
     * Compiles a condition.
     *
     * @throws PatternSyntaxException if it holds a bad regular expression
     */
    public CompiledCondition(Condition source) {
        this(source, Part.of(source), ValueTest.of(source.match()));
    }

    private CompiledCondition(Condition source, Part part, ValueTest test) {
        this.source = source;
        this.part = part;
        this.test = test;
        this.negated = source.negated();
    }

    /** The same condition with an equal part object, so that neighbours can be compared by identity. */
    public CompiledCondition withPart(Part shared) {
        return new CompiledCondition(source, shared, test);
    }

    public Part part() {
        return part;
    }

    /** Whether it holds for a value that was read from its part. */
    public boolean holds(@Nullable Object value) {
        return test.test(value) != negated;
    }

    /** Whether it holds for a request. */
    public boolean holds(RpcRequest request, Identity self) {
        return holds(part.read(request, self));
    }

    /** Whether it holds for every call of a method; only for fixed parts. */
    public boolean holdsFor(MethodKey method, Identity self) {
        return holds(part.readFixed(method, self));
    }

    /** The one text that satisfies it, or null if it is no plain equality. */
    public @Nullable String exactText() {
        boolean plain = source.match() instanceof StringMatch text
                && text.kind() == StringMatch.Kind.EXACT
                && !text.ignoreCase();
        return plain && !negated ? ((StringMatch) source.match()).value() : null;
    }

    /** The ranges that satisfy it, or null if it does not ask for a number to lie in ranges. */
    public @Nullable NumberMatch numbers() {
        return !negated && source.match() instanceof NumberMatch numbers ? numbers : null;
    }

    /** Whether the other condition asks for the same, wherever it is written. */
    public boolean sameAs(CompiledCondition other) {
        return part.equals(other.part)
                && negated == other.negated
                && source.match().equals(other.source.match());
    }

    /** What did not match: {@code match[0].attachments.tag: blue (expected: exact gray)}. */
    public String mismatch(@Nullable Object value) {
        return source.path() + ": " + (value == null ? "absent" : value) + " (expected: " + (negated ? "not " : "")
                + Words.of(source.match()) + ")";
    }
}
