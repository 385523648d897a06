package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.attachment;
import static io.twinmesh.testkit.Policies.cluster;
import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.subset;
import static io.twinmesh.testkit.Policies.to;
import static io.twinmesh.testkit.Policies.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.core.route.RandomRules;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PolicyKernelTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880, Map.of("version", "v1"), 1);
    private static final Endpoint TWO = Endpoint.of("10.0.0.2", 20880, Map.of("version", "v2"), 1);

    private static Policies trade(String version) {
        return Policies.version(version)
                .service(cluster(TRADE, TrafficPolicy.NONE, subset("v1", "v1"), subset("v2", "v2")), ONE, TWO);
    }

    private static Policies split(String version) {
        return trade(version)
                .routes(
                        TRADE,
                        route("trade/gray", when(attachment("tag", "gray")), to(TRADE, "v2", 1)),
                        route("trade/rest", List.of(), to(TRADE, "v1", 1)));
    }

    @Test
    void beforeTheFirstPolicyNothingIsDecided() {
        TestKernel kernel = new TestKernel();

        Reject outbound = assertInstanceOf(Reject.class, kernel.outbound(BUY).decision());
        Reject inbound = assertInstanceOf(Reject.class, kernel.inbound(BUY).decision());

        assertEquals(RejectReason.NOT_READY, outbound.reason());
        assertEquals(RejectReason.NOT_READY, inbound.reason());
        assertFalse(kernel.kernel.status().ready());
        assertEquals(RequestDepth.HEADER, kernel.kernel.depth(Direction.OUTBOUND, BUY.key()));
        assertEquals(
                RejectReason.NOT_READY,
                ((Reject) kernel.kernel.explain(Direction.OUTBOUND, BUY).decision()).reason());
    }

    @Test
    void theFirstRouteThatMatchesDecides() {
        TestKernel kernel = new TestKernel().with(split("1").build());

        Call gray = kernel.outbound(Requests.with(TRADE, "buy", "tag", "gray"));
        Call rest = kernel.outbound(BUY);

        assertEquals(new Forward(TRADE + "|v2", TWO), gray.decision());
        assertEquals("trade/gray", gray.route());
        assertEquals(new Forward(TRADE + "|v1", ONE), rest.decision());
    }

    @Test
    void aServiceWithoutRoutesGoesToItsCluster() {
        TestKernel kernel = new TestKernel().with(trade("1").build());

        assertEquals(TRADE, ((Forward) kernel.outbound(BUY).decision()).cluster());
        assertEquals("default/" + TRADE, kernel.outbound(BUY).route());
    }

    @Test
    void aServiceNobodyKnowsHasNoRoute() {
        TestKernel kernel = new TestKernel().with(trade("1").build());

        Reject reject =
                (Reject) kernel.outbound(Requests.of("com.acme.Shop", "buy")).decision();

        assertEquals(RejectReason.NO_ROUTE, reject.reason());
        assertEquals(
                "service 'com.acme.Shop', method 'buy': no route (expected: a ServiceEntry or a VirtualService with a route that matches)",
                reject.detail());
    }

    @Test
    void aClusterWithoutEndpointsHasNone() {
        TestKernel kernel =
                new TestKernel().with(Policies.version("1").service(TRADE).build());

        Reject reject = (Reject) kernel.outbound(BUY).decision();

        assertEquals(RejectReason.NO_ENDPOINT, reject.reason());
        assertTrue(reject.detail().startsWith("cluster 'com.acme.Trade': no endpoint"), reject::detail);
    }

    @Test
    void anInboundCallThatNothingStandsAgainstIsAdmitted() {
        assertEquals(
                Admit.ADMIT,
                new TestKernel().with(trade("1").build()).inbound(BUY).decision());
    }

    @Test
    void aPolicyWithAnErrorIsRefusedAndTheLastGoodOneStays() {
        TestKernel kernel = new TestKernel().with(split("1").build());

        kernel.with(trade("2").build(), Problem.error("TM0101", "trade.yaml", "spec", "x", "y"));

        assertEquals("1", kernel.kernel.status().version());
        assertEquals("2", kernel.kernel.status().refusedVersion());
        assertEquals("trade/rest", kernel.outbound(BUY).route());
        assertEquals(1, kernel.stats.counters().get("policy_updates_refused"));
    }

    @Test
    void aGoodPolicyAfterABadOneClearsIt() {
        TestKernel kernel = new TestKernel()
                .with(trade("1").build(), Problem.error("TM0101", "", "spec", "x", "y"))
                .with(trade("2").build(), Problem.warning("TM0102", "", "spec", "x", "y"));

        assertEquals("2", kernel.kernel.status().version());
        assertEquals(null, kernel.kernel.status().refusedVersion());
        assertEquals(1, kernel.kernel.status().problems().size());
    }

    @Test
    void aRouteThatNeverGetsACallIsShadowed() {
        TestKernel kernel = new TestKernel()
                .with(trade("1")
                        .routes(
                                TRADE,
                                route("all", List.of(), to(TRADE)),
                                route("late", when(attachment("tag", "gray")), to(TRADE)))
                        .build());
        kernel.outbound(BUY);

        List<RuleStatus> rules = kernel.kernel.status().rules();

        assertEquals(RuleStatus.State.ACTIVE, rules.get(0).state());
        assertEquals(1, rules.get(0).matched());
        assertEquals(RuleStatus.State.SHADOWED, rules.get(1).state());
        assertEquals("every request it would take is taken by all", rules.get(1).reason());
    }

    @Test
    void anEndpointThatDrainsGetsNoCallsAndOneThatIsBackDoes() {
        TestKernel kernel = new TestKernel().with(trade("1").build());

        kernel.kernel.health(ONE, EndpointHealth.DRAINING);
        for (int i = 0; i < 6; i++) {
            assertEquals(new Forward(TRADE, TWO), kernel.outbound(BUY).decision());
        }

        kernel.kernel.health(TWO, EndpointHealth.DRAINING);
        kernel.kernel.health(ONE, EndpointHealth.HEALTHY);
        assertEquals(new Forward(TRADE, ONE), kernel.outbound(BUY).decision());
    }

    @Test
    void explainAgreesWithTheDecisionOnRandomRules() {
        long seed = new Random().nextLong();
        for (int table = 0; table < 200; table++) {
            RandomRules rules = new RandomRules(seed + table);
            Route[] routes = rules.routes(TRADE).toArray(Route[]::new);
            TestKernel kernel = new TestKernel()
                    .with(Policies.version("1")
                            .service(TRADE, ONE)
                            .routes(TRADE, routes)
                            .build());
            for (int i = 0; i < 20; i++) {
                SimpleRequest request = rules.request(TRADE);
                Explanation told = kernel.kernel.explain(Direction.OUTBOUND, request);
                assertEquals(
                        kernel.outbound(request).decision(),
                        told.decision(),
                        "seed " + (seed + table) + ": " + request);
            }
        }
    }

    @Test
    void explainNamesTheFirstConditionThatDidNotMatch() {
        TestKernel kernel = new TestKernel().with(split("1").build());

        List<Explanation.Step> steps =
                kernel.kernel.explain(Direction.OUTBOUND, BUY).steps();

        assertEquals("trade/gray", steps.get(0).rule());
        assertEquals("skipped", steps.get(0).result());
        assertEquals(
                "match[0].attachments.tag: absent (expected: exact gray)",
                steps.get(0).detail());
        assertEquals("matched", steps.get(1).result());
        assertEquals(0, kernel.kernel.status().rules().get(1).matched(), "explaining counts nothing");
    }

    @Test
    void callsAreCountedOnEveryLevelThatIsOn() {
        TestKernel kernel = new TestKernel().with(split("1").build());

        kernel.outbound(BUY).end(Outcome.OK);

        for (StatsLevel level : StatsLevel.values()) {
            CallStats stats = kernel.stats.calls().stream()
                    .filter(s -> s.level() == level && s.latency().count() == 1)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(level + ": not counted"));
            assertEquals(1, stats.outcomes().get("ok"), level.word());
        }
    }

    @Test
    void theDepthIsThatOfTheMethod() {
        TestKernel kernel = new TestKernel().with(split("1").build());

        assertEquals(RequestDepth.ATTACHMENTS, kernel.kernel.depth(Direction.OUTBOUND, BUY.key()));
        assertEquals(RequestDepth.NAMES, kernel.kernel.depth(Direction.INBOUND, BUY.key()));
        assertEquals(RequestDepth.NAMES, kernel.kernel.depth(Direction.OUTBOUND, MethodKey.of("Other", "m")));
    }

    @Test
    void decidingAllocatesNothing() throws ReflectiveOperationException {
        Allocations allocations = new Allocations();
        TrafficPolicy limited = new TrafficPolicy(LbPolicy.LEAST_REQUEST, null, 10, null);
        TestKernel kernel = new TestKernel()
                .with(Policies.version("1")
                        .service(cluster(TRADE, limited), ONE, TWO)
                        .routes(
                                TRADE,
                                route("gray", when(attachment("tag", "gray")), to(TRADE)),
                                route("rest", List.of(), to(TRADE)))
                        .build());
        Call call = kernel.kernel.newCall();
        decide(kernel, call, 50_000);
        long before = allocations.ofThisThread();

        decide(kernel, call, 100_000);

        long bytes = allocations.ofThisThread() - before;
        assertTrue(bytes < 100_000, () -> "100,000 decisions allocated " + bytes + " bytes (expected: under 1 each)");
    }

    private static void decide(TestKernel kernel, Call call, int times) {
        for (int i = 0; i < times; i++) {
            kernel.kernel.outbound(BUY, call);
            call.end(Outcome.OK);
        }
    }
}
