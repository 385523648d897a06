package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.cluster.Pool;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import java.util.Objects;

/** Which endpoint of the cluster takes it? The last stage outbound: it always decides. */
record EndpointStage(Identity self, Dice dice) implements Stage {

    @Override
    public Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        Target target = Objects.requireNonNull(call.target());
        Pool.Picked picked = target.pool().pick(request, self, dice);
        if (picked == null) {
            return call.reject(none(target));
        }
        call.goesTo(picked.state());
        return call.accept(picked.forward());
    }

    /** Sends a call that could not reach its endpoint to another one; false, and nothing changed, if there is none or it was tried enough. */
    boolean elsewhere(RpcRequest request, KernelCall call) {
        Target target = call.target();
        if (target == null || !call.mayGoElsewhere()) {
            return false;
        }
        Pool.Picked other = target.pool().pickOther(request, self, dice, call::wasSentTo);
        if (other != null) {
            call.goesElsewhere(other.state(), other.forward());
        }
        return other != null;
    }

    static Reject none(Target target) {
        return Reject.of(
                RejectReason.NO_ENDPOINT,
                "cluster '" + target.name() + "': no endpoint (expected: at least one endpoint of weight over 0)");
    }
}
