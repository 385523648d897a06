package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.cluster.Target;
import org.jspecify.annotations.Nullable;

/** Has the cluster room for one more request? */
final class ClusterStage implements Stage {

    @Override
    public @Nullable Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        Target target = call.target();
        if (target == null || target.policy().maxRequests() == 0) {
            return null;
        }
        if (!target.enter()) {
            return call.reject(full(target));
        }
        call.entered();
        return null;
    }

    static Reject full(Target target) {
        int limit = target.policy().maxRequests();
        return Reject.of(
                RejectReason.CIRCUIT_OPEN,
                "cluster '" + target.name() + "': " + limit + " requests in flight (expected: fewer than " + limit
                        + ")");
    }
}
