package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.ThrottleGate;
import org.jspecify.annotations.Nullable;

/**
 * May this caller call at all? The first question in both directions: whoever may not takes neither a route nor a permit.
 *
 * @param localCaller who calls if the request names no caller: the local application outbound, nobody inbound
 */
record AuthorizeStage(@Nullable String localCaller) implements Stage {

    @Override
    public @Nullable Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        Reject reject = rejection(request, plan);
        return reject == null ? null : call.reject(reject);
    }

    /** What {@link #rejection} would be, for an explanation: nothing is counted. */
    @Nullable Reject wouldReject(RpcRequest request, MethodPlan plan) {
        ThrottleGate gate = plan.gate();
        return gate == null || !plan.guarded()
                ? null
                : gate.wouldRefuse(request, ThrottleStage.caller(request, gate, localCaller));
    }

    /** Why the caller may not call, or null if it may. */
    @Nullable Reject rejection(RpcRequest request, MethodPlan plan) {
        ThrottleGate gate = plan.gate();
        return gate == null || !plan.guarded()
                ? null
                : gate.authorize(request, ThrottleStage.caller(request, gate, localCaller));
    }
}
