package io.twinmesh.core.kernel;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.Explanation.Step;
import io.twinmesh.core.cluster.Pool;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.route.CompiledRoute;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the stages of a decision slowly and says what each finds. Nothing is counted and no permit is taken, so a limit is named but not
 * tested.
 */
final class Explainer {

    private final Identity self;

    @Inject
    Explainer(Identity self) {
        this.self = self;
    }

    static Explanation notReady(Reject reject) {
        return new Explanation("", List.of(new Step("policy", "", "rejected", reject.detail())), reject);
    }

    Explanation explain(Snapshot snapshot, Direction direction, RpcRequest request) {
        List<Step> steps = new ArrayList<>();
        Decision decision =
                direction == Direction.INBOUND ? inbound(snapshot, request, steps) : outbound(snapshot, request, steps);
        return new Explanation(snapshot.policy().version(), steps, decision);
    }

    private Decision inbound(Snapshot snapshot, RpcRequest request, List<Step> steps) {
        MethodPlan plan = snapshot.plan(Direction.INBOUND, request.key());
        Reject refused = authorize(new AuthorizeStage(null), request, plan, steps);
        if (refused != null) {
            return refused;
        }
        throttle(plan, steps);
        return Decision.Admit.ADMIT;
    }

    private Decision outbound(Snapshot snapshot, RpcRequest request, List<Step> steps) {
        MethodPlan plan = snapshot.outbound(request);
        Reject refused = authorize(new AuthorizeStage(self.application()), request, plan, steps);
        if (refused != null) {
            return refused;
        }
        CompiledRoute route = route(snapshot, request, steps);
        if (route == null) {
            return unrouted(plan, request, steps);
        }
        throttle(plan, steps);
        return target(route.draw(request, self, bound -> 0), request, steps);
    }

    private static Decision unrouted(MethodPlan plan, RpcRequest request, List<Step> steps) {
        Reject none = RouteStage.none(request);
        Endpoint meant = request.passesTo();
        steps.add(new Step("route", "", meant == null ? "rejected" : "passed", none.detail()));
        if (meant == null) {
            return none;
        }
        throttle(plan, steps);
        return new Decision.Pass(meant);
    }

    private @Nullable CompiledRoute route(Snapshot snapshot, RpcRequest request, List<Step> steps) {
        for (CompiledRoute route : snapshot.routes(request.protocol(), request.key())) {
            String mismatch = mismatch(route, request);
            if (mismatch == null) {
                steps.add(new Step("route", route.id(), "matched", destinations(route)));
                return route;
            }
            steps.add(new Step("route", route.id(), "skipped", mismatch));
        }
        return null;
    }

    /** The first condition of each entry that does not hold, or null if an entry matches. */
    private @Nullable String mismatch(CompiledRoute route, RpcRequest request) {
        List<String> mismatches = new ArrayList<>();
        for (List<CompiledCondition> entry : route.matches()) {
            CompiledCondition failed = entry.stream()
                    .filter(condition -> !condition.holds(request, self))
                    .findFirst()
                    .orElse(null);
            if (failed == null) {
                return null;
            }
            mismatches.add(failed.mismatch(failed.part().read(request, self)));
        }
        return String.join("; ", mismatches);
    }

    private static String destinations(CompiledRoute route) {
        String shares = route.source().clusters().stream()
                .map(cluster -> cluster.name() + " weight " + cluster.weight())
                .collect(Collectors.joining(", "));
        return shares
                + (route.stickyBy() == null
                        ? ""
                        : " (sticky by " + route.stickyBy().subject().word() + ")");
    }

    /** The rules up to the one that turns the caller away, and what it says; null if none does. */
    private static @Nullable Reject authorize(
            AuthorizeStage callers, RpcRequest request, MethodPlan plan, List<Step> steps) {
        Reject refused = callers.wouldReject(request, plan);
        List<String> rules = plan.gate() == null ? List.of() : plan.gate().authorities();
        for (String rule : rules) {
            if (refused != null && refused.rule().equals(rule)) {
                break;
            }
            steps.add(new Step("authorize", rule, "passed", "does not turn this caller away"));
        }
        if (refused != null) {
            steps.add(new Step("authorize", refused.rule(), "rejected", refused.detail()));
        }
        return refused;
    }

    private static void throttle(MethodPlan plan, List<Step> steps) {
        List<String> limits =
                new ArrayList<>(plan.gate() == null ? List.of() : plan.gate().rules());
        if (plan.gate() != null) {
            limits.removeAll(plan.gate().authorities());
        }
        if (limits.isEmpty()) {
            steps.add(new Step("throttle", "", "passed", "no rule for this method"));
        }
        limits.forEach(rule -> steps.add(applies("throttle", rule)));
    }

    private static Step applies(String stage, String rule) {
        return new Step(stage, rule, "applies", "checked for every call");
    }

    private Decision target(Target target, RpcRequest request, List<Step> steps) {
        int limit = target.policy().maxRequests();
        steps.add(new Step(
                "cluster",
                target.name(),
                "passed",
                limit == 0 ? "no limit" : target.active() + " of " + limit + " requests in flight"));
        Pool pool = target.pool();
        Pool.Picked picked = pool.peek(request, self);
        if (picked == null) {
            Reject none = EndpointStage.none(target);
            steps.add(new Step("endpoint", target.name(), "rejected", none.detail()));
            return none;
        }
        steps.add(new Step(
                "endpoint",
                target.name(),
                "chosen",
                picked.forward().endpoint() + " of " + pool.usable() + " usable among " + pool.size() + ", by "
                        + target.policy().lb()));
        return picked.forward();
    }
}
