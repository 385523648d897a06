package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.route.CompiledRoute;
import org.jspecify.annotations.Nullable;

/** Which route does the request take, and to which of its clusters? None, if it is one that may pass without. */
record RouteStage(Identity self, Dice dice) implements Stage {

    @Override
    public @Nullable Decision apply(RpcRequest request, KernelCall call, MethodPlan plan) {
        CompiledRoute route = plan.routes() == null ? null : plan.routes().select(request, self);
        if (route == null) {
            return request.passesTo() == null ? call.reject(none(request)) : null;
        }
        route.count();
        call.took(route, route.draw(request, self, dice));
        return null;
    }

    static Reject none(RpcRequest request) {
        return Reject.of(
                RejectReason.NO_ROUTE,
                "service '" + request.key().service() + "', method '"
                        + request.key().method()
                        + "': no route (expected: a ServiceEntry or a VirtualService with a route that matches)");
    }
}
