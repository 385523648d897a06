package io.twinmesh.adapters.sentinel;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checked set of Sentinel rules. */
final class SentinelPlan implements ThrottlePlan {

    private final SentinelThrottler throttler;
    private final RuleBook book;
    private @Nullable GateFactory gates;

    SentinelPlan(SentinelThrottler throttler, RuleBook book) {
        this.throttler = throttler;
        this.book = book;
    }

    @Override
    public void commit() {
        gates = throttler.put(book);
    }

    @Override
    public @Nullable ThrottleGate gate(Direction direction, MethodKey key) {
        if (gates == null) {
            throw new IllegalStateException("gate: asked for before commit (expected: after it)");
        }
        return gates.gate(direction, key);
    }

    @Override
    public List<RuleStatus> rules() {
        return book.statuses();
    }
}
