package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Pass;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call that no route is for goes where its caller meant it to go, and is a call like others. */
final class PassTest {

    private static final String TRADE = "com.acme.Trade";
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint MEANT = Endpoint.of("10.0.0.9", 20880);
    private static final SimpleRequest ORDER = meant("com.acme.Shop", "order");

    private final FakeThrottler throttler = new FakeThrottler();
    private final TestKernel kernel = policy(new TestKernel(throttler));

    private static SimpleRequest meant(String service, String method) {
        return RpcRequest.builder(MethodKey.of(service, method)).passesTo(MEANT).build();
    }

    private static TestKernel policy(TestKernel kernel) {
        return kernel.with(Policies.version("1")
                .service(TRADE, ONE)
                .rules(FakeThrottler.limit(ORDER.key(), 1))
                .build());
    }

    private List<CallStats> counted(TestKernel in, Outcome outcome) {
        return in.stats.calls().stream()
                .filter(stats -> stats.outcomes().get(outcome.word()) == 1)
                .toList();
    }

    private long rejections() {
        return kernel.stats.calls().stream()
                .flatMap(stats -> stats.rejections().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void itGoesWhereItWasMeantToGoAndIsCountedByHowItEnds() {
        Call call = kernel.outbound(ORDER);

        assertEquals(new Pass(MEANT), call.decision());
        assertEquals("", call.route());
        call.end(Outcome.TIMEOUT);
        call.end(Outcome.OK);

        assertEquals(
                List.of(StatsLevel.SERVICE, StatsLevel.METHOD),
                counted(kernel, Outcome.TIMEOUT).stream().map(CallStats::level).toList());
        assertEquals(0, rejections());
        assertEquals(1, kernel.stats.counters().get("calls_passed"));
    }

    @Test
    void aRouteComesFirst() {
        assertEquals(
                new Forward(TRADE, ONE), kernel.outbound(meant(TRADE, "buy")).decision());
        assertEquals(0, kernel.stats.counters().get("calls_passed"));
    }

    @Test
    void limitsOfItsMethodHoldForIt() {
        Call first = kernel.outbound(ORDER);
        Reject second = assertInstanceOf(Reject.class, kernel.outbound(ORDER).decision());
        first.end(Outcome.OK);

        assertEquals(RejectReason.THROTTLED, second.reason());
        assertEquals(1, throttler.back());
        assertInstanceOf(Pass.class, kernel.outbound(ORDER).decision());
        assertEquals(2, kernel.stats.counters().get("calls_passed"), "a call that is rejected does not pass");
    }

    @Test
    void whatWasMeantToGoNowhereIsRejected() {
        SimpleRequest order = RpcRequest.builder(ORDER.key()).build();

        assertEquals(RejectReason.NO_ROUTE, ((Reject) kernel.outbound(order).decision()).reason());
        assertEquals(
                RejectReason.NOT_READY,
                ((Reject) new TestKernel().outbound(ORDER).decision()).reason());
        assertEquals(0, throttler.given());
    }

    @Test
    void itGoesNowhereElse() {
        Call call = kernel.outbound(ORDER);

        assertFalse(kernel.kernel.goElsewhere(ORDER, call));

        assertEquals(new Pass(MEANT), call.decision());
    }

    @Test
    void itGoesOnInTheNextProcess() {
        FakeThrottler there = new FakeThrottler();
        TestKernel next = policy(new TestKernel(there));
        Call call = kernel.outbound(ORDER);
        CarriedState state = kernel.kernel.carry(call);

        Call resumed = next.kernel.newCall();
        next.kernel.resume(state, resumed);
        kernel.kernel.handedOver(call);
        assertEquals(new Pass(MEANT), resumed.decision());
        resumed.end(Outcome.OK);

        assertEquals(1, there.back());
        assertEquals(2, counted(next, Outcome.OK).size());
        assertEquals(0, counted(kernel, Outcome.OK).size());
        assertEquals(0, next.stats.counters().get("calls_passed"), "counted where it was let through");
    }

    @Test
    void explainSaysSoAndCountsNothing() {
        Explanation told = kernel.kernel.explain(Direction.OUTBOUND, ORDER);

        assertEquals(new Pass(MEANT), told.decision());
        assertEquals(
                List.of("route passed", "throttle applies"),
                told.steps().stream()
                        .map(step -> step.stage() + " " + step.result())
                        .toList());
        assertEquals(0, kernel.stats.counters().get("calls_passed"));
        assertEquals(0, throttler.given());
    }
}
