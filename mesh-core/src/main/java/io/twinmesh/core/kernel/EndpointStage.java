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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which endpoint of the cluster takes it? The last stage outbound: it always decides.
 *
 * @param passed counts the calls that go where they were meant to go, because no route is for them
 */
record EndpointStage(Identity self, Dice dice, AtomicLong passed) implements Stage {

    @Override
    public Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        Target target = call.target();
        if (target == null) {
            passed.getAndIncrement();
            return call.accept(new Decision.Pass(Objects.requireNonNull(request.passesTo())));
        }
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
