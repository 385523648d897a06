package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.cluster;
import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.routing.MeshStatus.EndpointStatus;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A call that began in one process ends in the next as if it had begun there. */
final class CarriedCallTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint LONG = Endpoint.of("fd00::1", 20880);

    private final FakeThrottler there = new FakeThrottler();
    private final FakeThrottler here = new FakeThrottler();
    private final TestKernel before = policy(new TestKernel(there), 2);
    private final TestKernel after = policy(new TestKernel(here), 2);

    private static TestKernel policy(TestKernel kernel, int maxRequests) {
        TrafficPolicy limit = new TrafficPolicy(
                LbPolicy.ROUND_ROBIN, null, maxRequests, new OutlierDetection(1, Duration.ofHours(1), 100));
        return kernel.with(Policies.version("1")
                .service(cluster(TRADE, limit), ONE, LONG)
                .routes(TRADE, route("trade/all", List.of(), to(TRADE)))
                .rules(FakeThrottler.limit(BUY.key(), 9))
                .build());
    }

    private static Call resumed(TestKernel in, CarriedState state) {
        Call call = in.kernel.newCall();
        in.kernel.resume(state, call);
        return call;
    }

    private static int active(TestKernel kernel, int endpoint) {
        return kernel.kernel
                .status()
                .clusters()
                .get(0)
                .endpoints()
                .get(endpoint)
                .activeRequests();
    }

    private static long ended(TestKernel kernel) {
        return kernel.stats.calls().stream()
                .filter(stats -> stats.level() == StatsLevel.SERVICE)
                .mapToLong(stats -> stats.latency().count())
                .sum();
    }

    @Test
    void whatWasDecidedStays() {
        Call first = before.outbound(BUY);
        Call second = before.outbound(BUY);

        Call one = resumed(after, before.kernel.carry(first));
        Call two = resumed(after, before.kernel.carry(second));

        assertEquals(first.decision(), one.decision());
        assertEquals(second.decision(), two.decision());
        assertEquals(new Forward(TRADE, LONG), two.decision());
        assertEquals("trade/all", one.route());
    }

    @Test
    void placesAreHeldInTheSuccessorAndGivenBackOnce() {
        CarriedState state = before.kernel.carry(before.outbound(BUY));

        Call call = resumed(after, state);
        Call own = after.outbound(BUY);

        assertEquals(1, active(after, 0) + active(after, 1) - 1);
        assertEquals(1, here.resumed());
        assertEquals(RejectReason.CIRCUIT_OPEN, ((Reject) after.outbound(BUY).decision()).reason());
        call.end(Outcome.OK);
        call.end(Outcome.OK);
        own.end(Outcome.OK);
        assertEquals(0, active(after, 0) + active(after, 1));
        assertEquals(here.given() + here.resumed(), here.back());
        assertInstanceOf(Forward.class, after.outbound(BUY).decision());
    }

    @Test
    void aResumedCallTakesItsPlaceEvenIfThereIsNone() {
        CarriedState state = before.kernel.carry(before.outbound(BUY));
        after.outbound(BUY);
        after.outbound(BUY);

        Call third = resumed(after, state);

        third.end(Outcome.OK);
        assertEquals(RejectReason.CIRCUIT_OPEN, ((Reject) after.outbound(BUY).decision()).reason());
    }

    @Test
    void itEndsCountedEverywhere() {
        CarriedState state = before.kernel.carry(before.outbound(BUY));

        resumed(after, state).end(Outcome.OK);

        List<CallStats> counted = after.stats.calls().stream()
                .filter(stats -> stats.outcomes().get("ok") == 1)
                .toList();
        assertEquals(
                List.of(
                        StatsLevel.SERVICE,
                        StatsLevel.METHOD,
                        StatsLevel.ROUTE,
                        StatsLevel.CLUSTER,
                        StatsLevel.ENDPOINT),
                counted.stream().map(CallStats::level).toList());
        assertEquals(0, ended(before));
    }

    @Test
    void itsLatencyIsThatOfItsWholeLife() {
        CarriedCall young = CarriedCall.of(before.kernel.carry(before.outbound(BUY)));
        CarriedCall old = new CarriedCall(
                young.direction(),
                young.protocol(),
                young.key(),
                young.route(),
                young.decision(),
                young.entered(),
                Duration.ofHours(3).toNanos(),
                young.permit());

        resumed(after, before.kernel.carry(resumed(after, old.state()))).end(Outcome.OK);

        List<CallStats> counted = after.stats.calls().stream()
                .filter(stats -> stats.latency().count() > 0)
                .toList();
        assertEquals(5, counted.size());
        counted.forEach(stats -> assertTrue(stats.latency().sumNanos() >= old.ageNanos(), stats::toString));
    }

    @Test
    void aFailureCountsAgainstTheEndpoint() {
        CarriedState state = before.kernel.carry(before.outbound(BUY));

        resumed(after, state).end(Outcome.UNREACHABLE);

        EndpointStatus status =
                after.kernel.status().clusters().get(0).endpoints().get(0);
        assertTrue(status.ejected(), status::toString);
    }

    @Test
    void handedOverItCountsNothingWhereItWas() {
        Call call = before.outbound(BUY);

        before.kernel.handedOver(call);
        before.kernel.handedOver(call);
        call.end(Outcome.UNREACHABLE);

        assertEquals(0, active(before, 0));
        assertEquals(0, ended(before));
        assertEquals(1, there.over());
        assertEquals(0, there.back());
        before.outbound(BUY);
        assertInstanceOf(Forward.class, before.outbound(BUY).decision(), "the second place of two");
    }

    @Test
    void carryingChangesNothing() {
        Call call = before.outbound(BUY);

        before.kernel.carry(call);
        before.kernel.carry(call);

        assertEquals(1, active(before, 0));
        call.end(Outcome.OK);
        assertEquals(1, there.back());
        assertEquals(1, ended(before));
    }

    @Test
    void anInboundCallGoesOnToo() {
        Call call = resumed(after, before.kernel.carry(before.inbound(BUY)));

        assertEquals(Admit.ADMIT, call.decision());
        assertEquals(1, here.resumed());
        call.end(Outcome.BUSINESS_ERROR);
        assertEquals(1, here.back());
        assertEquals(1, after.stats.calls().get(0).outcomes().get("business_error"));
    }

    @Test
    void whereNothingOfItIsLeftItStillEnds() {
        CarriedState state = before.kernel.carry(before.outbound(BUY));
        TestKernel none = new TestKernel();
        TestKernel other = new TestKernel()
                .with(Policies.version("2").service("com.acme.Other", ONE).build());

        for (TestKernel kernel : List.of(none, other)) {
            Call call = resumed(kernel, state);
            assertEquals(new Forward(TRADE, ONE), call.decision());
            assertEquals("", call.route());
            assertEquals(state.version(), kernel.kernel.carry(call).version());
            call.end(Outcome.OK);
            assertEquals(1, ended(kernel));
        }
    }

    @Test
    void anEndpointThatIsGoneLeavesTheClusterInOrder() {
        CarriedState state = before.kernel.carry(before.outbound(BUY));
        TestKernel kernel = new TestKernel();
        kernel.with(Policies.version("2")
                .service(cluster(TRADE, new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 1, null)), LONG)
                .build());

        Call call = resumed(kernel, state);

        assertEquals(new Forward(TRADE, ONE), call.decision());
        assertEquals(RejectReason.CIRCUIT_OPEN, ((Reject) kernel.outbound(BUY).decision()).reason());
        call.end(Outcome.UNREACHABLE);
        assertEquals(new Forward(TRADE, LONG), kernel.outbound(BUY).decision());
    }

    @Test
    void aLimitThatNoLongerKnowsThePermitIsCountedAndLetsItEnd() {
        CarriedCall call = CarriedCall.of(before.kernel.carry(before.outbound(BUY)));
        CarriedCall strange = new CarriedCall(
                call.direction(),
                call.protocol(),
                call.key(),
                call.route(),
                call.decision(),
                call.entered(),
                call.ageNanos(),
                new CarriedState(7, new byte[] {1, 2, 3}));

        resumed(after, strange.state()).end(Outcome.OK);

        assertEquals(0, here.resumed());
        assertEquals(1, after.stats.counters().get(Resumption.WITHOUT_PERMIT));
    }

    @Test
    void aCallThatVersionOneWroteGoesOn() throws IOException {
        CarriedCall call = CarriedCall.of(new CarriedState(1, resource("call.state")));

        assertEquals(
                "CarriedCall[direction=OUTBOUND, protocol=RPC,"
                        + " key=com.acme.Trade:1.0.0#buy(long,java.lang.String), route=trade/vip,"
                        + " decision=Forward[cluster=com.acme.Trade|v1, endpoint=[fd00::1]:20880], entered=true,"
                        + " ageNanos=1234567890, permit=CarriedState[version=1, 3 bytes]]",
                call.toString());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = CarriedCallTest.class.getResourceAsStream("/upgrade/v1/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    @Test
    void onlyCallsInFlightAreCarried() {
        Call ended = before.outbound(BUY);
        ended.end(Outcome.OK);

        assertThrows(IllegalStateException.class, () -> before.kernel.carry(ended));
        assertThrows(IllegalStateException.class, () -> before.kernel.carry(before.kernel.newCall()));
    }

    @Test
    void bytesThatAreNoCallAreRefusedAndTakeNoPlace() {
        CarriedState whole = before.kernel.carry(before.outbound(BUY));
        for (int length = 0; length < whole.bytes().length; length++) {
            CarriedState cut = new CarriedState(1, Arrays.copyOf(whole.bytes(), length));
            assertThrows(UpgradeRefusedException.class, () -> resumed(after, cut));
        }
        assertThrows(UpgradeRefusedException.class, () -> resumed(after, new CarriedState(2, whole.bytes())));
        for (int seed = 0; seed < 3_000; seed++) {
            mutated(whole, seed);
        }

        assertEquals(0, active(after, 0) + active(after, 1));
        assertEquals(here.resumed(), here.back());
    }

    private void mutated(CarriedState whole, int seed) {
        byte[] bytes = whole.bytes().clone();
        Random random = new Random(seed);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        try {
            resumed(after, new CarriedState(1, bytes)).end(Outcome.OK);
        } catch (UpgradeRefusedException refused) {
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("call: "), () -> "seed " + seed + ": " + refused);
        }
    }
}
