package io.twinmesh.api.routing;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Stable;
import java.util.List;

/**
 * One decision, stage by stage.
 *
 * @param version the policy that decided
 * @param decision what would be decided now; where chance or a counter takes part, one of the possible decisions
 */
@Stable(since = "0.1")
public record Explanation(String version, List<Step> steps, Decision decision) {

    public Explanation {
        steps = List.copyOf(steps);
    }

    /**
     * What one stage found.
     *
     * @param stage {@code route}, {@code throttle}, {@code cluster}, {@code endpoint}
     * @param rule id of the rule looked at, empty if none
     * @param result one word: {@code matched}, {@code skipped}, {@code passed}, {@code rejected}, {@code chosen}
     * @param detail for a skipped route the first condition that did not match; for the others what was chosen from what
     */
    @Stable(since = "0.1")
    public record Step(String stage, String rule, String result, String detail) {}
}
