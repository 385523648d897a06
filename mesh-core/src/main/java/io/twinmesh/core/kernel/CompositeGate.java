package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gates of several throttlers, one behind the other; the first that refuses ends it and the others get their permits back. */
final class CompositeGate implements ThrottleGate {

    private final List<ThrottleGate> gates;

    private CompositeGate(List<ThrottleGate> gates) {
        this.gates = gates;
    }

    /** One gate for all, or null if there are none. */
    static @Nullable ThrottleGate of(List<ThrottleGate> gates) {
        if (gates.isEmpty()) {
            return null;
        }
        return gates.size() == 1 ? gates.get(0) : new CompositeGate(gates);
    }

    @Override
    public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
        List<Permit> permits = new ArrayList<>(gates.size());
        for (ThrottleGate gate : gates) {
            ThrottleVerdict verdict = gate.enter(request, caller);
            if (verdict instanceof Reject) {
                end(permits, Outcome.CANCELLED);
                return verdict;
            }
            permits.add((Permit) verdict);
        }
        return (Permit) outcome -> end(permits, outcome);
    }

    private static void end(List<Permit> permits, Outcome outcome) {
        for (int i = permits.size() - 1; i >= 0; i--) {
            permits.get(i).end(outcome);
        }
    }

    @Override
    public RequestDepth depth() {
        return gates.stream().map(ThrottleGate::depth).reduce(RequestDepth.NAMES, RequestDepth::and);
    }

    @Override
    public boolean mayWait() {
        return gates.stream().anyMatch(ThrottleGate::mayWait);
    }

    @Override
    public List<String> rules() {
        return gates.stream().flatMap(gate -> gate.rules().stream()).toList();
    }
}
