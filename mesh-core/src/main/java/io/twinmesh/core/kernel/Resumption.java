package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.core.cluster.EndpointState;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.route.CompiledRoute;
import io.twinmesh.core.stats.StatsTable;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a carried call holds on to in the policy in force here: that may be another one than it was let through under.
 *
 * @param snapshot the policy in force, or null if there is none
 */
record Resumption(@Nullable Snapshot snapshot, StatsTable stats) {

    /** Counts the calls that went on without the permit they had. */
    static final String WITHOUT_PERMIT = "calls_resumed_without_permit";

    MethodPlan plan(CarriedCall call) {
        return snapshot == null ? counters(call) : snapshot.plan(call.direction(), call.protocol(), call.key());
    }

    private MethodPlan counters(CarriedCall call) {
        return new MethodPlan(
                call.direction(),
                call.protocol(),
                call.key(),
                null,
                null,
                false,
                false,
                false,
                RequestDepth.NAMES,
                stats.service(call.direction(), call.key()),
                stats.method(call.direction(), call.key()));
    }

    @Nullable CompiledRoute route(CarriedCall call) {
        if (snapshot == null || call.route().isEmpty()) {
            return null;
        }
        return snapshot.routes(call.protocol(), call.key()).stream()
                .filter(route -> route.id().equals(call.route()))
                .findFirst()
                .orElse(null);
    }

    @Nullable Target target(CarriedCall call) {
        return snapshot != null && call.decision() instanceof Forward forward
                ? snapshot.targets().get(forward.cluster())
                : null;
    }

    static @Nullable EndpointState endpoint(CarriedCall call, @Nullable Target target) {
        return target != null && call.decision() instanceof Forward forward ? target.state(forward.endpoint()) : null;
    }

    /** The permit again; a limit that no longer knows it must not end the call. */
    Permit permit(MethodPlan plan, CarriedState carried) {
        ThrottleGate gate = plan.gate();
        try {
            return gate == null ? Permit.FREE : gate.resume(carried);
        } catch (UpgradeRefusedException e) {
            stats.counter(WITHOUT_PERMIT).incrementAndGet();
            return Permit.FREE;
        }
    }
}
