package io.twinmesh.api.throttling;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Stable;
import io.twinmesh.api.routing.RuleStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checked set of throttling rules. Without effect until it is committed. */
@Stable(since = "0.1")
public interface ThrottlePlan {

    /** Puts the rules in force in place of the plan before; called once, by the thread that swaps policy. */
    void commit();

    /** The limits on a method, or null if no rule concerns it. Called once per method after {@code commit}. */
    @Nullable ThrottleGate gate(Direction direction, MethodKey key);

    /** Every rule and what became of it. */
    List<RuleStatus> rules();
}
