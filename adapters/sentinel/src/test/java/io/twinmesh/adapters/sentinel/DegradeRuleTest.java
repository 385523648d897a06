package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.SELL;
import static io.twinmesh.adapters.sentinel.Fixture.call;
import static io.twinmesh.adapters.sentinel.Fixture.enter;
import static io.twinmesh.adapters.sentinel.Fixture.permit;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.RuleKind.DEGRADE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(FakeTime.class)
class DegradeRuleTest {

    private static final String ERRORS =
            "[{resource:'" + BUY_RESOURCE + "', grade:2, count:2, timeWindow:10, minRequestAmount:3}]";

    @Test
    void errorCountOpensAfterItsNumberAndSaysSo() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            ThrottleGate gate = mesh.inbound(BUY);
            call(gate, 3, Outcome.BUSINESS_ERROR);

            Decision.Reject reject = reject(enter(gate));

            assertEquals(RejectReason.DEGRADED, reject.reason());
            assertEquals("degrade:" + BUY_RESOURCE + "#0", reject.rule());
            assertEquals(
                    BUY_RESOURCE + ": switched off for 10 s (expected: at most 2 failed calls in 1000 ms)",
                    reject.detail());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"OK", "CANCELLED"})
    void callsThatDidNotFailDoNotOpenIt(Outcome outcome) {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            call(mesh.inbound(BUY), 20, outcome);

            permit(enter(mesh.inbound(BUY)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"BUSINESS_ERROR", "SERVER_ERROR", "TIMEOUT", "UNREACHABLE"})
    void everyFailureCounts(Outcome outcome) {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            call(mesh.inbound(BUY), 3, outcome);

            reject(enter(mesh.inbound(BUY)));
        }
    }

    @Test
    void errorRatioNeedsTheLeastNumberOfCalls() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', grade:1, count:0.5, timeWindow:10}]";
        try (Fixture mesh = new Fixture().with(DEGRADE, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            call(gate, 2, Outcome.OK);
            call(gate, 3, Outcome.SERVER_ERROR); // the fifth call is the first that is looked at: 3 of 5

            reject(enter(gate));
        }
    }

    @Test
    void slowCallsOpenIt() {
        String rules = "[{resource:'" + BUY_RESOURCE
                + "', count:50, slowRatioThreshold:0.4, timeWindow:1, minRequestAmount:2}]";
        try (Fixture mesh = new Fixture().with(DEGRADE, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);
            call(gate, 1, Outcome.OK);
            Permit slow = permit(enter(gate));
            FakeTime.advanceMillis(51);

            slow.end(Outcome.OK);

            reject(enter(gate));
        }
    }

    @Test
    void oneProbeAfterItsTimeDecides() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            ThrottleGate gate = mesh.inbound(BUY);
            call(gate, 3, Outcome.TIMEOUT);
            FakeTime.advanceMillis(9_999);
            reject(enter(gate));
            FakeTime.advanceMillis(1);

            Permit probe = permit(enter(gate));
            reject(enter(gate));
            probe.end(Outcome.OK);

            call(gate, 2, Outcome.OK);
        }
    }

    @Test
    void failedProbeKeepsItOpen() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            ThrottleGate gate = mesh.inbound(BUY);
            call(gate, 3, Outcome.TIMEOUT);
            FakeTime.advanceMillis(10_000);

            permit(enter(gate)).end(Outcome.TIMEOUT);

            reject(enter(gate));
        }
    }

    @Test
    void probeThatAnotherRuleRejectsLeavesItOpenForTheNext() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', grade:2, count:2, timeWindow:10, minRequestAmount:3},"
                + "{resource:'" + BUY_RESOURCE + "', grade:2, count:2, timeWindow:20, minRequestAmount:3}]";
        try (Fixture mesh = new Fixture().with(DEGRADE, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);
            call(gate, 3, Outcome.TIMEOUT);
            FakeTime.advanceMillis(10_000);
            assertEquals("degrade:" + BUY_RESOURCE + "#1", reject(enter(gate)).rule());
            FakeTime.advanceMillis(10_000);

            permit(enter(gate)).end(Outcome.OK);

            permit(enter(gate));
        }
    }

    /** Nobody learned whether the service works again: that is no reason to let all calls through. */
    @Test
    void probeWhoseCallerWentAwayLeavesItOpenForTheNext() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            ThrottleGate gate = mesh.inbound(BUY);
            call(gate, 3, Outcome.SERVER_ERROR);
            FakeTime.advanceMillis(10_000);

            permit(enter(gate)).end(Outcome.CANCELLED);

            Permit next = permit(enter(gate));
            reject(enter(gate));
            next.end(Outcome.OK);
            permit(enter(gate));
        }
    }

    @Test
    void equalRuleKeepsItsStateAfterAReload() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            call(mesh.inbound(BUY), 3, Outcome.TIMEOUT);

            mesh.with(DEGRADE, "[{resource:'com.acme.Stock', grade:2, count:1, timeWindow:1}]");

            reject(enter(mesh.inbound(BUY)));
        }
    }

    @Test
    void changedRuleBeginsAnew() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            call(mesh.inbound(BUY), 3, Outcome.TIMEOUT);

            mesh.only(DEGRADE, ERRORS.replace("timeWindow:10", "timeWindow:11"));

            permit(enter(mesh.inbound(BUY)));
        }
    }

    @Test
    void callThatBeganBeforeAReloadCountsWhenItEnds() {
        try (Fixture mesh = new Fixture().with(DEGRADE, ERRORS)) {
            Permit before = permit(enter(mesh.inbound(BUY)));
            mesh.commit();
            call(mesh.inbound(BUY), 2, Outcome.TIMEOUT);

            before.end(Outcome.TIMEOUT);

            reject(enter(mesh.inbound(BUY)));
        }
    }

    @Test
    void expressionHasOneSwitchForEachResource() {
        String rules =
                "[{resource:'com.acme.Trade:.*', regex:true, grade:2, count:0, timeWindow:1, minRequestAmount:1}]";
        try (Fixture mesh = new Fixture().with(DEGRADE, rules)) {
            call(mesh.inbound(BUY), 1, Outcome.TIMEOUT);

            reject(enter(mesh.inbound(BUY)));
            assertInstanceOf(Permit.class, enter(mesh.inbound(SELL)));
        }
    }

    @Test
    void closedThrottlerLimitsNothing() {
        Fixture mesh = new Fixture().with(DEGRADE, ERRORS);
        call(mesh.inbound(BUY), 3, Outcome.TIMEOUT);

        mesh.close();

        mesh.only(DEGRADE, "[]");
        assertNull(mesh.plan().gate(Direction.INBOUND, BUY));
    }
}
