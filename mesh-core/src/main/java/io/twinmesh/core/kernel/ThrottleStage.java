package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import org.jspecify.annotations.Nullable;

/**
 * May this call be made now?
 *
 * @param localCaller who calls if the request names no caller: the local application outbound, nobody inbound
 */
record ThrottleStage(@Nullable String localCaller) implements Stage {

    @Override
    public @Nullable Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        ThrottleGate gate = plan.gate();
        if (gate == null) {
            return null;
        }
        ThrottleVerdict verdict = verdict(request, gate);
        if (verdict instanceof Reject reject) {
            return call.reject(reject);
        }
        call.permitted((Permit) verdict);
        return null;
    }

    ThrottleVerdict verdict(RpcRequest request, ThrottleGate gate) {
        return gate.enter(request, caller(request, gate, localCaller));
    }

    /** Who calls. Read only where a rule asks for it: the caller stands behind everything else in a frame. */
    static @Nullable String caller(RpcRequest request, ThrottleGate gate, @Nullable String localCaller) {
        String named = gate.depth() == RequestDepth.ATTACHMENTS ? request.caller() : null;
        return named == null ? localCaller : named;
    }
}
