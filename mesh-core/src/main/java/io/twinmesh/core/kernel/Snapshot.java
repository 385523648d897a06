package io.twinmesh.core.kernel;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.route.CompiledRoute;
import io.twinmesh.core.route.MethodRoutes;
import io.twinmesh.core.route.RouteTables;
import io.twinmesh.core.stats.CallCounters;
import io.twinmesh.core.stats.StatsTable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One policy in force. What it says about a method is compiled when the method is first seen. Threading: any thread. */
final class Snapshot {

    private final PolicySet policy;
    private final Instant since;
    private final Map<String, Target> targets;
    private final List<ThrottlePlan> throttles;
    private final RouteTables tables = new RouteTables();
    private final Map<String, CompiledRoute> defaults = new HashMap<>();
    private final StatsTable stats;
    private final Identity self;
    private final Map<Protocol, PlanCache> outbound = new EnumMap<>(Protocol.class);
    private final PlanCache inbound = new PlanCache(this::inboundPlan);

    Snapshot(
            PolicySet policy,
            Instant since,
            Map<String, Target> targets,
            List<ThrottlePlan> throttles,
            StatsTable stats,
            Identity self) {
        this.policy = PolicyState.with(policy, List.of()); // the clusters keep them, in columns
        this.since = since;
        this.targets = targets;
        this.throttles = throttles;
        this.stats = stats;
        this.self = self;
        policy.virtualHosts()
                .forEach(host -> tables.add(
                        host, host.routes().stream().map(this::compiled).toList()));
        policy.clusters().forEach(this::addDefault);
        for (Protocol protocol : Protocol.values()) {
            outbound.put(protocol, new PlanCache(key -> outboundPlan(protocol, key)));
        }
    }

    private PlanCache plans(Protocol protocol) {
        return Objects.requireNonNull(outbound.get(protocol));
    }

    private CompiledRoute compiled(Route route) {
        List<Target> destinations = route.clusters().stream()
                .map(cluster -> Objects.requireNonNull(targets.get(cluster.name())))
                .toList();
        return new CompiledRoute(route, destinations, stats.route(route.id()));
    }

    /** Calls of a service that has a cluster but no routes go to that cluster. */
    private void addDefault(Cluster cluster) {
        Origin origin = cluster.origin();
        for (String service : cluster.services()) {
            List<WeightedCluster> whole = List.of(new WeightedCluster(cluster.name(), null, 1));
            Route route = new Route("default/" + service, Protocol.RPC, List.of(), whole, null, origin);
            defaults.computeIfAbsent(service, name -> compiled(route));
        }
    }

    /** What is in force but for its endpoints, which change apart from it. */
    PolicySet policy() {
        return policy;
    }

    Instant since() {
        return since;
    }

    List<ThrottlePlan> throttles() {
        return throttles;
    }

    Map<String, Target> targets() {
        return targets;
    }

    /** Every route, those of clusters without a table among them. */
    Stream<CompiledRoute> compiledRoutes() {
        return Stream.concat(tables.all().stream(), defaults.values().stream());
    }

    RouteTables tables() {
        return tables;
    }

    MethodPlan outbound(RpcRequest request) {
        return plans(request.protocol()).plan(request.key());
    }

    MethodPlan plan(Direction direction, MethodKey key) {
        return plan(direction, Protocol.RPC, key);
    }

    MethodPlan plan(Direction direction, Protocol protocol, MethodKey key) {
        return direction == Direction.INBOUND
                ? inbound.plan(key)
                : plans(protocol).plan(key);
    }

    /** The routes a request of this method is tried against, in order. */
    List<CompiledRoute> routes(Protocol protocol, MethodKey key) {
        List<CompiledRoute> routes = tables.routes(protocol, key.service());
        CompiledRoute byDefault = protocol == Protocol.TCP ? null : defaults.get(key.service());
        return routes.isEmpty() && byDefault != null ? List.of(byDefault) : routes;
    }

    private MethodPlan outboundPlan(Protocol protocol, MethodKey key) {
        MethodRoutes routes = MethodRoutes.of(routes(protocol, key), key, self);
        ThrottleGate gate = protocol == Protocol.TCP ? null : gate(Direction.OUTBOUND, key);
        boolean timed = protocol != Protocol.TCP && (watches(gate) || watched(protocol, key));
        RequestDepth depth = gate == null ? routes.depth() : routes.depth().and(gate.depth());
        return plan(Direction.OUTBOUND, protocol, key, routes, gate, timed, timed ? RequestDepth.ATTACHMENTS : depth);
    }

    private MethodPlan inboundPlan(MethodKey key) {
        ThrottleGate gate = gate(Direction.INBOUND, key);
        return plan(
                Direction.INBOUND,
                Protocol.RPC,
                key,
                null,
                gate,
                false,
                gate == null ? RequestDepth.NAMES : gate.depth());
    }

    private static boolean watches(@Nullable ThrottleGate gate) {
        return gate != null && gate.watchesCalls();
    }

    /** Whether a cluster that calls of this method may go to looks at how they end or how many are under way. */
    private boolean watched(Protocol protocol, MethodKey key) {
        return routes(protocol, key).stream()
                .flatMap(route -> route.targets().stream())
                .anyMatch(target -> target.policy().watchesCalls());
    }

    private MethodPlan plan(
            Direction direction,
            Protocol protocol,
            MethodKey key,
            @Nullable MethodRoutes routes,
            @Nullable ThrottleGate gate,
            boolean timed,
            RequestDepth depth) {
        boolean guarded = gate != null && !gate.authorities().isEmpty();
        boolean waits = gate != null && gate.mayWait();
        CallCounters service = stats.service(direction, key);
        CallCounters method = stats.method(direction, key);
        return new MethodPlan(direction, protocol, key, routes, gate, guarded, waits, timed, depth, service, method);
    }

    private @Nullable ThrottleGate gate(Direction direction, MethodKey key) {
        return CompositeGate.of(throttles.stream()
                .flatMap(plan -> Stream.ofNullable(plan.gate(direction, key)))
                .toList());
    }
}
