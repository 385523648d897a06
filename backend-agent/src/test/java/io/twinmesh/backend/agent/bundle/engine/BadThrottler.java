package io.twinmesh.backend.agent.bundle.engine;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts every rule and does the same with every call. */
final class BadThrottler implements Throttler {

    private final Supplier<ThrottleVerdict> answer;
    private final @Nullable UpgradeParticipant state;

    BadThrottler(Supplier<ThrottleVerdict> answer) {
        this(answer, null);
    }

    BadThrottler(Supplier<ThrottleVerdict> answer, @Nullable UpgradeParticipant state) {
        this.answer = answer;
        this.state = state;
    }

    @Override
    public ThrottlePlan prepare(List<RuleDocument> documents, Consumer<Problem> problems) {
        return new BadPlan();
    }

    @Override
    public @Nullable UpgradeParticipant participant() {
        return state;
    }

    @Override
    public void close() {}

    private final class BadPlan implements ThrottlePlan {

        @Override
        public void commit() {}

        @Override
        public ThrottleGate gate(Direction direction, MethodKey key) {
            return new BadGate();
        }

        @Override
        public List<RuleStatus> rules() {
            return List.of();
        }
    }

    private final class BadGate implements ThrottleGate {

        @Override
        public ThrottleVerdict enter(RpcRequest request, String caller) {
            return answer.get();
        }

        @Override
        public RequestDepth depth() {
            return RequestDepth.NAMES;
        }
    }
}
