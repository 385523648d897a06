package io.twinmesh.core.route;

import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Part;
import org.jspecify.annotations.Nullable;

/** One match entry of a route, with the conditions that are left to test for a given method. */
final class Branch {

    final CompiledRoute route;
    final CompiledCondition[] conditions;

    Branch(CompiledRoute route, CompiledCondition[] conditions) {
        this.route = route;
        this.conditions = conditions;
    }

    /** The text that a part must equal for this branch to match, or null if it asks no equality of it. */
    @Nullable String exactText(Part part) {
        for (CompiledCondition condition : conditions) {
            if (condition.part().equals(part) && condition.exactText() != null) {
                return condition.exactText();
            }
        }
        return null;
    }
}
