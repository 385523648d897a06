package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.Explanation.Step;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.core.match.CompiledCondition;
import io.twinmesh.core.match.Hashes;
import io.twinmesh.core.match.Part;
import io.twinmesh.core.route.RandomRules;
import io.twinmesh.testkit.Policies;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The whole way from rules to endpoint against a slow and obvious model, and explanations against decisions. */
final class DecisionModelTest {

    private static final String TRADE = "com.acme.Trade";
    private static final String[] VERSIONS = {"v1", "v2", "v3"};
    private static final List<LbPolicy> POLICIES = List.of(LbPolicy.values());
    private static final Route WHOLE = Policies.route("default/" + TRADE, List.of(), Policies.to(TRADE));
    private static final int TABLES = 120;
    private static final int CALLS = 15;

    /** One drawn policy, the state of its endpoints, and a kernel in which both are in force. */
    private static final class World {

        final String seed;
        final RandomRules rules;
        final Random random;
        final List<Endpoint> endpoints;
        final Set<Endpoint> out = new HashSet<>();
        final List<Route> routes;
        final TestKernel kernel;

        World(long seed) {
            this.seed = "seed " + seed;
            this.rules = new RandomRules(seed);
            this.random = new Random(seed);
            this.endpoints = IntStream.range(0, 1 + random.nextInt(9))
                    .mapToObj(i -> Endpoint.of("10.0.0." + i, 1, version(), random.nextInt(4)))
                    .toList();
            this.routes = rules.routes(TRADE).stream().map(this::spread).toList();
            this.kernel = new TestKernel().with(policy());
            endpoints.stream().filter(endpoint -> random.nextInt(4) == 0).forEach(this::takeOut);
        }

        private Map<String, String> version() {
            return Map.of("version", VERSIONS[random.nextInt(2)]);
        }

        private PolicySet policy() {
            HashKey key = new HashKey(Subject.ATTACHMENT, "unit", -1);
            TrafficPolicy traffic = new TrafficPolicy(POLICIES.get(random.nextInt(POLICIES.size())), key, 0, null);
            Cluster cluster = Policies.cluster(
                    TRADE,
                    traffic,
                    Policies.subset("v1", "v1"),
                    Policies.subset("v2", "v2"),
                    Policies.subset("v3", "v3"));
            return Policies.version("1")
                    .service(cluster, endpoints.toArray(Endpoint[]::new))
                    .routes(TRADE, routes.toArray(Route[]::new))
                    .build();
        }

        /** The same route to several subsets, some of them by a sticky key, some of another protocol. */
        private Route spread(Route route) {
            List<WeightedCluster> clusters = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(i -> Policies.to(TRADE, VERSIONS[random.nextInt(3)], i == 0 ? 1 : random.nextInt(5)))
                    .toList();
            HashKey sticky = random.nextBoolean() ? new HashKey(Subject.ATTACHMENT, "tag", -1) : null;
            Protocol protocol = random.nextInt(6) == 0 ? Protocol.HTTP : Protocol.RPC;
            return new Route(route.id(), protocol, route.matches(), clusters, sticky, route.origin());
        }

        private void takeOut(Endpoint endpoint) {
            out.add(endpoint);
            kernel.kernel.health(endpoint, EndpointHealth.UNREACHABLE);
        }

        /** The first that matches; a table without a route of the protocol is as none: the service has its cluster. */
        @Nullable Route route(RpcRequest request) {
            List<Route> table = routes.stream()
                    .filter(route -> route.protocol() == request.protocol())
                    .toList();
            return table.isEmpty() ? WHOLE : first(table, request);
        }

        private static @Nullable Route first(List<Route> table, RpcRequest request) {
            return table.stream()
                    .filter(route -> route.matches().stream()
                            .anyMatch(entry -> entry.conditions().stream()
                                    .allMatch(c -> new CompiledCondition(c).holds(request, TestKernel.SELF))))
                    .findFirst()
                    .orElse(null);
        }

        /** Where the dice always fall on 0. */
        WeightedCluster destination(Route route, RpcRequest request) {
            HashKey sticky = route.stickyBy();
            Object key = sticky == null ? null : Part.of(sticky).read(request, TestKernel.SELF);
            int total =
                    route.clusters().stream().mapToInt(WeightedCluster::weight).sum();
            long point = key == null ? 0 : Long.remainderUnsigned(Hashes.of(key), total);
            for (WeightedCluster cluster : route.clusters()) {
                point -= cluster.weight();
                if (point < 0) {
                    return cluster;
                }
            }
            throw new AssertionError(route.id() + ": no destination");
        }

        /** Every endpoint that may be chosen: the usable ones, or all if none is. */
        Set<Endpoint> candidates(WeightedCluster destination) {
            Set<Endpoint> members = endpoints.stream()
                    .filter(endpoint -> endpoint.weight() > 0)
                    .filter(endpoint -> destination.subset() == null
                            || destination.subset().equals(endpoint.labels().get("version")))
                    .collect(Collectors.toSet());
            Set<Endpoint> usable = new HashSet<>(members);
            usable.removeAll(out);
            return usable.isEmpty() ? members : usable;
        }
    }

    private static void assertAsTheModel(World world, RpcRequest request, Call call) {
        Route route = world.route(request);
        String told = world.seed + ": " + request + " by " + route;
        if (route == null) {
            assertEquals(RejectReason.NO_ROUTE, ((Reject) call.decision()).reason(), told);
            return;
        }
        assertEquals(route.id(), call.route(), told);
        WeightedCluster destination = world.destination(route, request);
        Set<Endpoint> candidates = world.candidates(destination);
        if (call.decision() instanceof Forward forward) {
            assertEquals(destination.name(), forward.cluster(), told);
            assertTrue(
                    candidates.contains(forward.endpoint()), () -> forward + " (expected: " + candidates + ") " + told);
        } else {
            assertEquals(RejectReason.NO_ENDPOINT, ((Reject) call.decision()).reason(), told);
            assertEquals(Set.of(), candidates, told);
        }
    }

    private static void assertNamesIt(World world, Explanation told, Call call) {
        Decision decision = call.decision();
        assertEquals(decision, told.decision(), world.seed);
        List<Step> routes = told.steps().stream()
                .filter(step -> step.stage().equals("route"))
                .toList();
        Step last = routes.get(routes.size() - 1);
        assertEquals(call.route(), last.rule(), world.seed);
        assertEquals(call.route().isEmpty() ? "rejected" : "matched", last.result(), world.seed);
        List<String> before = world.routes.stream()
                .filter(route -> route.protocol() == Protocol.RPC)
                .map(Route::id)
                .takeWhile(id -> !id.equals(call.route()))
                .toList();
        assertEquals(
                before,
                routes.stream()
                        .filter(step -> step.result().equals("skipped"))
                        .map(Step::rule)
                        .toList(),
                world.seed);
        if (decision instanceof Forward forward) {
            Step chosen = told.steps().get(told.steps().size() - 1);
            assertEquals(forward.cluster(), chosen.rule(), world.seed);
            assertTrue(chosen.detail().startsWith(forward.endpoint() + " of "), chosen::detail);
        }
    }

    @Test
    void decisionsAreThoseOfTheModelAndExplanationsNameThem() {
        long seed = new Random().nextLong();
        for (int table = 0; table < TABLES; table++) {
            World world = new World(seed + table);
            Map<String, Integer> taken = new HashMap<>();
            for (int i = 0; i < CALLS; i++) {
                RpcRequest request = world.rules.request(TRADE);
                Explanation told = world.kernel.kernel.explain(Direction.OUTBOUND, request);
                Call call = world.kernel.outbound(request);

                assertAsTheModel(world, request, call);
                assertNamesIt(world, told, call);
                taken.merge(call.route(), 1, Integer::sum);
                if (world.random.nextBoolean()) {
                    call.end(Outcome.OK);
                }
            }
            assertCounted(world, taken);
        }
    }

    /** The status says how often each route was taken; explanations are not among it. */
    private static void assertCounted(World world, Map<String, Integer> taken) {
        for (RuleStatus rule : world.kernel.kernel.status().rules()) {
            assertEquals(taken.getOrDefault(rule.id(), 0), (int) rule.matched(), world.seed + ": " + rule.id());
            boolean shadowed = rule.state() == RuleStatus.State.SHADOWED;
            assertTrue(
                    !shadowed || !taken.containsKey(rule.id()), () -> world.seed + ": " + rule.id() + " is shadowed");
        }
    }
}
