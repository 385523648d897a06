package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.RpcRequest;

/** Nothing stands against it. The last stage inbound. */
final class AdmitStage implements Stage {

    @Override
    public Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        return call.accept(Decision.Admit.ADMIT);
    }
}
