package io.twinmesh.core.kernel;

import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.routing.MeshStatus.ClusterStatus;
import io.twinmesh.api.routing.MeshStatus.EndpointStatus;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.routing.RuleStatus.State;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.route.CompiledRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts into words what is in force. */
final class StatusReport {

    private final String application;
    private final @Nullable Snapshot snapshot;

    StatusReport(String application, @Nullable Snapshot snapshot) {
        this.application = application;
        this.snapshot = snapshot;
    }

    MeshStatus status(@Nullable String refusedVersion, List<Problem> problems) {
        if (snapshot == null) {
            return new MeshStatus(application, null, null, refusedVersion, problems, List.of(), List.of());
        }
        PolicySet policy = snapshot.policy();
        return new MeshStatus(
                application,
                policy.version(),
                snapshot.since(),
                refusedVersion,
                problems,
                rules(snapshot),
                snapshot.targets().values().stream().map(StatusReport::cluster).toList());
    }

    private static List<RuleStatus> rules(Snapshot snapshot) {
        List<RuleStatus> rules = new ArrayList<>();
        Map<String, CompiledRoute> compiled = new HashMap<>();
        snapshot.tables().all().forEach(route -> compiled.put(route.id(), route));
        for (VirtualHost host : snapshot.policy().virtualHosts()) {
            routes(
                    host.routes().stream()
                            .map(route -> Objects.requireNonNull(compiled.get(route.id())))
                            .toList(),
                    rules);
        }
        snapshot.throttles().forEach(plan -> rules.addAll(plan.rules()));
        return rules;
    }

    /** A route is shadowed if an earlier one of its table takes every request that it would take. */
    private static void routes(List<CompiledRoute> routes, List<RuleStatus> into) {
        for (int i = 0; i < routes.size(); i++) {
            CompiledRoute route = routes.get(i);
            into.add(status(
                    route,
                    routes.subList(0, i).stream()
                            .filter(before -> before.covers(route))
                            .findFirst()
                            .orElse(null)));
        }
    }

    private static RuleStatus status(CompiledRoute route, @Nullable CompiledRoute shadow) {
        return new RuleStatus(
                route.id(),
                "route",
                route.source().origin().file(),
                shadow == null ? State.ACTIVE : State.SHADOWED,
                shadow == null ? "" : "every request it would take is taken by " + shadow.id(),
                route.matched());
    }

    private static ClusterStatus cluster(Target target) {
        List<EndpointStatus> endpoints = target.pool().statuses();
        long active =
                endpoints.stream().mapToLong(EndpointStatus::activeRequests).sum();
        return new ClusterStatus(
                target.name(), target.policy().lb().name().toLowerCase(Locale.ROOT), active, endpoints);
    }
}
