package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call was given it gives back, once, whatever becomes of it. */
final class PermitTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);

    private final FakeThrottler throttler = new FakeThrottler();
    private final TestKernel kernel = new TestKernel(throttler);

    private void policy(int maxRequests, int permits, Endpoint... endpoints) {
        TrafficPolicy limit = new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, maxRequests, null);
        kernel.with(Policies.version("1")
                .service(cluster(TRADE, limit), endpoints)
                .rules(FakeThrottler.limit(BUY.key(), permits))
                .build());
    }

    private void assertGivenBack(int given) {
        assertEquals(given, throttler.given(), "permits given");
        assertEquals(given, throttler.back(), "permits given back");
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void aCallThatEndsGivesItsPermitBack(Outcome outcome) {
        policy(0, 1, ONE);

        kernel.outbound(BUY).end(outcome);

        assertGivenBack(1);
    }

    @Test
    void aSecondEndDoesNothing() {
        policy(1, 1, ONE);
        Call call = kernel.outbound(BUY);

        call.end(Outcome.OK);
        call.end(Outcome.TIMEOUT);

        assertGivenBack(1);
        assertInstanceOf(Forward.class, kernel.outbound(BUY).decision());
    }

    @Test
    void aCallTheClusterHasNoRoomForGivesItsPermitBack() {
        policy(1, 9, ONE);
        Call first = kernel.outbound(BUY);

        Call second = kernel.outbound(BUY);
        second.end(Outcome.OK);

        assertEquals(RejectReason.CIRCUIT_OPEN, ((Reject) second.decision()).reason());
        assertEquals(1, throttler.back());
        first.end(Outcome.OK);
        assertGivenBack(2);
    }

    @Test
    void aCallWithoutAnEndpointGivesBackItsPermitAndItsPlace() {
        policy(1, 1);

        for (int i = 0; i < 3; i++) {
            assertEquals(
                    RejectReason.NO_ENDPOINT, ((Reject) kernel.outbound(BUY).decision()).reason());
        }

        assertGivenBack(3);
    }

    @Test
    void aThrottledCallNamesItsRuleAndIsCounted() {
        policy(0, 0, ONE);

        Reject reject = (Reject) kernel.outbound(BUY).decision();

        assertEquals(RejectReason.THROTTLED, reject.reason());
        assertEquals("fake:com.acme.Trade#buy", reject.rule());
        assertEquals(1, kernel.stats.calls().get(0).rejections().get("throttled"));
        assertGivenBack(0);
    }

    @Test
    void aCallCanBeFilledAgainAfterItEnded() {
        policy(1, 1, ONE);
        Call call = kernel.kernel.newCall();

        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Forward.class, kernel.kernel.outbound(BUY, call));
            call.end(Outcome.OK);
            kernel.kernel.inbound(BUY, call);
            call.end(Outcome.OK);
        }

        assertEquals("", call.route());
        assertGivenBack(10);
    }

    @Test
    void aCallEndsUnderThePolicyItBeganUnder() {
        policy(1, 1, ONE);
        Call call = kernel.outbound(BUY);

        policy(1, 1, ONE);
        assertEquals(RejectReason.CIRCUIT_OPEN, ((Reject) kernel.outbound(BUY).decision()).reason());
        call.end(Outcome.OK);

        assertInstanceOf(Forward.class, kernel.outbound(BUY).decision());
    }

    @Test
    void theLimitOfAClusterIsNeitherExceededNorLost() throws Exception {
        policy(3, 1_000, ONE);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            done.add(threads.submit(() -> calls(inside, most)));
        }
        for (Future<?> one : done) {
            one.get();
        }
        threads.shutdown();

        assertTrue(most.get() <= 3, () -> most + " requests at a time (expected: at most 3)");
        assertEquals(throttler.given(), throttler.back());
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Forward.class, kernel.outbound(BUY).decision(), "place " + i);
        }
    }

    private void calls(AtomicInteger inside, AtomicInteger most) {
        for (int i = 0; i < 20_000; i++) {
            Call call = kernel.outbound(BUY);
            if (call.decision() instanceof Forward) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                call.end(Outcome.OK);
            }
        }
    }
}
