package io.twinmesh.core.kernel;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.core.cluster.EndpointState;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.route.CompiledRoute;
import io.twinmesh.core.stats.CallCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call: what each stage of the pipeline settled about it, and what has to be given back at its end. Reused by backends. */
final class KernelCall implements Call {

    /** How many endpoints a call may be sent to until one can be reached. */
    private static final int MOST_ATTEMPTS = 3;

    private static final Decision UNDECIDED = Reject.of(RejectReason.NOT_READY, "call: not decided yet");

    private Decision decision = UNDECIDED;
    private @Nullable MethodPlan plan;
    private @Nullable CompiledRoute route;
    private String routeId = "";
    private @Nullable Target target;
    private @Nullable EndpointState endpoint;
    private @Nullable List<EndpointState> unreached;
    private @Nullable Permit permit;
    private boolean entered;
    private boolean open;
    private long startNanos;

    void begin(@Nullable MethodPlan of) {
        forget();
        plan = of;
        routeId = "";
        open = false;
    }

    /** A call that is kept for reuse must not keep a policy that is gone. */
    private void forget() {
        plan = null;
        route = null;
        target = null;
        endpoint = null;
        unreached = null;
        permit = null;
        entered = false;
    }

    void took(@Nullable CompiledRoute chosen, @Nullable Target destination) {
        route = chosen;
        routeId = chosen == null ? "" : chosen.id();
        target = destination;
    }

    void permitted(Permit given) {
        permit = given;
    }

    void entered() {
        entered = true;
    }

    void goesTo(EndpointState chosen) {
        endpoint = chosen;
    }

    @Nullable Target target() {
        return target;
    }

    /** The call goes on: counting starts. */
    Decision accept(Decision accepted) {
        decision = accepted;
        open = true;
        startNanos = System.nanoTime();
        if (target != null && endpoint != null) {
            target.begin(endpoint);
        }
        return accepted;
    }

    /** What a successor needs to go on with it. */
    CarriedState carry() {
        if (!open || plan == null) {
            throw new IllegalStateException("call: not in flight (expected: let through and not ended)");
        }
        return new CarriedCall(
                        plan.direction(),
                        plan.protocol(),
                        plan.key(),
                        route(),
                        decision,
                        entered,
                        Math.max(0, System.nanoTime() - startNanos),
                        permit == null ? null : permit.carry())
                .state();
    }

    /** Goes on with a call of the process before: takes its places without asking and counts nothing. */
    void resume(CarriedCall from, Resumption here) {
        begin(here.plan(from));
        took(here.route(from), here.target(from));
        endpoint = Resumption.endpoint(from, target);
        entered = from.entered() && target != null && target.occupy();
        accept(from.decision());
        startNanos -= from.ageNanos();
        if (from.permit() != null && plan != null) {
            permit = here.permit(plan, from.permit());
        }
    }

    /** It goes on elsewhere: gives its places back and counts nothing. */
    void handedOver() {
        if (!open) {
            return;
        }
        open = false;
        if (endpoint != null) {
            endpoint.end();
        }
        if (entered && target != null) {
            target.leave();
        }
        if (permit != null) {
            permit.handedOver();
        }
        forget();
    }

    boolean mayGoElsewhere() {
        return open && endpoint != null && (unreached == null || unreached.size() < MOST_ATTEMPTS - 1);
    }

    boolean wasSentTo(EndpointState state) {
        return state == endpoint || unreached != null && unreached.contains(state);
    }

    /** Its endpoint could not be reached, which counts there; the call itself goes on. */
    void goesElsewhere(EndpointState chosen, Decision instead) {
        EndpointState before = Objects.requireNonNull(endpoint);
        Target within = Objects.requireNonNull(target);
        unreached = unreached == null ? new ArrayList<>(MOST_ATTEMPTS - 1) : unreached;
        unreached.add(before);
        ended(before.counters(), Outcome.UNREACHABLE, System.nanoTime() - startNanos);
        within.end(before, Outcome.UNREACHABLE);
        within.begin(chosen);
        endpoint = chosen;
        decision = instead;
    }

    /** The call ends here: what earlier stages gave is given back. */
    Decision reject(Reject rejected) {
        decision = rejected;
        release(Outcome.CANCELLED);
        countRejection(rejected.reason());
        forget();
        return rejected;
    }

    /** Nothing was decided, by a fault: what earlier stages gave must not be gone for ever. */
    void abandon() {
        decision = UNDECIDED;
        release(Outcome.CANCELLED);
        forget();
    }

    private void release(Outcome outcome) {
        if (entered && target != null) {
            target.leave();
        }
        if (permit != null) {
            permit.end(outcome);
        }
    }

    private void countRejection(RejectReason reason) {
        if (plan != null) {
            rejected(plan.service(), reason);
            rejected(plan.method(), reason);
        }
        if (route != null) {
            rejected(route.counters(), reason);
        }
        if (target != null) {
            rejected(target.counters(), reason);
        }
    }

    private static void rejected(@Nullable CallCounters counters, RejectReason reason) {
        if (counters != null) {
            counters.rejected(reason);
        }
    }

    @Override
    public void end(Outcome outcome) {
        if (!open) {
            return;
        }
        open = false;
        count(outcome, System.nanoTime() - startNanos);
        if (target != null && endpoint != null) {
            target.end(endpoint, outcome);
        }
        release(outcome);
        forget();
    }

    private void count(Outcome outcome, long nanos) {
        if (plan != null) {
            ended(plan.service(), outcome, nanos);
            ended(plan.method(), outcome, nanos);
        }
        if (route != null) {
            ended(route.counters(), outcome, nanos);
        }
        if (target != null) {
            ended(target.counters(), outcome, nanos);
        }
        if (endpoint != null) {
            ended(endpoint.counters(), outcome, nanos);
        }
    }

    private static void ended(@Nullable CallCounters counters, Outcome outcome, long nanos) {
        if (counters != null) {
            counters.ended(outcome, nanos);
        }
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public boolean isTimed() {
        return plan != null && plan.timed();
    }

    @Override
    public String route() {
        return routeId;
    }
}
