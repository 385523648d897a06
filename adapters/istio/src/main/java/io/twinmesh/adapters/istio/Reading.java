package io.twinmesh.adapters.istio;

import io.twinmesh.api.Preview;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.PolicySet;
import java.util.List;

/**
 * What a rule directory says.
 *
 * @param policy as far as it could be read; its version names the content of all rule files
 * @param problems everything found wrong, in the order of the files
 */
@Preview(since = "0.1")
public record Reading(PolicySet policy, List<Problem> problems) {

    public Reading {
        problems = List.copyOf(problems);
    }

    /** Whether the policy may be used. */
    public boolean usable() {
        return problems.stream().noneMatch(Problem::isError);
    }
}
