package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a call whose endpoint could not be reached. */
final class ElsewhereTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint TWO = Endpoint.of("10.0.0.2", 20880);
    private static final Endpoint THREE = Endpoint.of("10.0.0.3", 20880);
    private static final Endpoint FOUR = Endpoint.of("10.0.0.4", 20880);

    private final FakeThrottler throttler = new FakeThrottler();
    private final TestKernel kernel = new TestKernel(throttler);

    private void policy(LbPolicy lb, Endpoint... endpoints) {
        policy(new TrafficPolicy(lb, null, 1, null), endpoints);
    }

    private void policy(TrafficPolicy traffic, Endpoint... endpoints) {
        kernel.with(Policies.version("1")
                .service(cluster(TRADE, traffic), endpoints)
                .rules(FakeThrottler.limit(BUY.key(), 1))
                .build());
    }

    private static Endpoint endpoint(Call call) {
        return ((Forward) call.decision()).endpoint();
    }

    private boolean elsewhere(Call call) {
        return kernel.kernel.goElsewhere(BUY, call);
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void aCallGoesToThreeEndpointsAtMostAndToNoneTwice(LbPolicy lb) {
        policy(lb, ONE, TWO, THREE, FOUR);
        Call call = kernel.outbound(BUY);
        List<Endpoint> tried = new ArrayList<>(List.of(endpoint(call)));

        while (elsewhere(call)) {
            tried.add(endpoint(call));
        }

        assertEquals(3, tried.size(), tried::toString);
        assertEquals(3, new HashSet<>(tried).size(), tried::toString);
        assertEquals(tried.get(2), endpoint(call));
    }

    @Test
    void itKeepsItsPermitItsPlaceAndItsRoute() {
        policy(LbPolicy.ROUND_ROBIN, ONE, TWO);
        Call call = kernel.outbound(BUY);

        assertTrue(elsewhere(call));
        assertEquals("default/" + TRADE, call.route());
        call.end(Outcome.OK);

        assertEquals(1, throttler.given());
        assertEquals(1, throttler.back());
        assertTrue(kernel.outbound(BUY).decision() instanceof Forward, "the only place is free again");
    }

    @Test
    void theEndpointIsToldAndTheCallIsCountedOnce() {
        policy(LbPolicy.ROUND_ROBIN, ONE, TWO);
        Call call = kernel.outbound(BUY);
        Endpoint first = endpoint(call);

        elsewhere(call);
        call.end(Outcome.OK);

        assertEquals(Map.of("ok", 1L), outcomes(StatsLevel.METHOD, "buy"));
        assertEquals(Map.of("unreachable", 1L), outcomes(StatsLevel.ENDPOINT, first.toString()));
        assertEquals(
                Map.of("ok", 1L), outcomes(StatsLevel.ENDPOINT, endpoint(call).toString()));
        assertEquals(1, kernel.stats.counters().get("calls_sent_elsewhere"));
    }

    /** Those that happened. */
    private Map<String, Long> outcomes(StatsLevel level, String name) {
        Map<String, Long> outcomes = new HashMap<>();
        kernel.stats.calls().stream()
                .filter(stats -> stats.level() == level && stats.labels().containsValue(name))
                .map(CallStats::outcomes)
                .forEach(outcomes::putAll);
        outcomes.values().removeIf(count -> count == 0);
        return outcomes;
    }

    @Test
    void anEndpointThatCannotBeReachedTooOftenIsEjected() {
        OutlierDetection once = new OutlierDetection(1, Duration.ofHours(1), 100);
        policy(new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 0, once), ONE, TWO);
        Call call = kernel.outbound(BUY);
        Endpoint first = endpoint(call);

        elsewhere(call);
        call.end(Outcome.OK);

        for (int i = 0; i < 4; i++) {
            Call next = kernel.outbound(BUY);
            assertNotEquals(first, endpoint(next));
            next.end(Outcome.OK);
        }
    }

    @Test
    void usableEndpointsGoBeforeOthers() {
        policy(LbPolicy.ROUND_ROBIN, ONE, TWO, THREE);
        Call call = kernel.outbound(BUY);
        kernel.kernel.health(TWO, EndpointHealth.UNREACHABLE);

        assertTrue(elsewhere(call));
        assertEquals(THREE, endpoint(call));
        assertTrue(elsewhere(call));
        assertEquals(TWO, endpoint(call));
    }

    @Test
    void theOnlyEndpointIsNotTriedTwice() {
        policy(LbPolicy.ROUND_ROBIN, ONE);
        Call call = kernel.outbound(BUY);

        assertFalse(elsewhere(call));
        assertEquals(ONE, endpoint(call));
        call.end(Outcome.UNREACHABLE);

        assertEquals(Map.of("unreachable", 1L), outcomes(StatsLevel.METHOD, "buy"));
    }

    @Test
    void callsThatAreNotUnderWayGoNowhere() {
        policy(LbPolicy.ROUND_ROBIN, ONE, TWO);
        Call ended = kernel.outbound(BUY);
        ended.end(Outcome.OK);
        Call inbound = kernel.inbound(BUY);
        Call rejected = kernel.outbound(BUY);

        assertFalse(elsewhere(ended), "one that has ended");
        assertFalse(elsewhere(inbound), "one that came in");
        assertFalse(elsewhere(rejected), "one that was rejected");
        assertFalse(elsewhere(kernel.kernel.newCall()), "one that was never decided");
    }

    @Test
    void aCallObjectForgetsWhereItWas() {
        policy(LbPolicy.ROUND_ROBIN, ONE, TWO);
        Call call = kernel.kernel.newCall();

        for (int i = 0; i < 3; i++) {
            kernel.kernel.outbound(BUY, call);
            assertTrue(elsewhere(call), "time " + i);
            call.end(Outcome.OK);
        }
    }
}
