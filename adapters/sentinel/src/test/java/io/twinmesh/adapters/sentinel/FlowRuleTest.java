package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.INTERFACE;
import static io.twinmesh.adapters.sentinel.Fixture.SELL;
import static io.twinmesh.adapters.sentinel.Fixture.SELL_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.assertPassing;
import static io.twinmesh.adapters.sentinel.Fixture.enter;
import static io.twinmesh.adapters.sentinel.Fixture.passing;
import static io.twinmesh.adapters.sentinel.Fixture.permit;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.Fixture.request;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeTime.class)
class FlowRuleTest {

    @Test
    void qpsBitesAtItsNumberAndLetsGoASecondLater() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:20}]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertPassing(20, gate, 50);
            FakeTime.advanceMillis(1_000);
            assertPassing(20, gate, 50);
        }
    }

    @Test
    void rejectionNamesRuleLimitAndResource() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:0}]")) {
            Decision.Reject reject = reject(enter(mesh.inbound(BUY)));

            assertEquals(RejectReason.THROTTLED, reject.reason());
            assertEquals("flow:" + BUY_RESOURCE + "#0", reject.rule());
            assertEquals("qps of " + BUY_RESOURCE + ": over 0 (expected: at most 0)", reject.detail());
        }
    }

    @Test
    void statusCountsTheCallsThatARuleRejected() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:3}]")) {
            assertPassing(3, mesh.inbound(BUY), 10);

            assertEquals(7, mesh.status("flow:" + BUY_RESOURCE + "#0").matched());
        }
    }

    @Test
    void threadsBiteAtTheirNumberAndLetGoWhenCallsEnd() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:2, grade:0}]")) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit first = permit(enter(gate));
            Permit second = permit(enter(gate));

            assertEquals("flow:" + BUY_RESOURCE + "#0", reject(enter(gate)).rule());
            first.end(Outcome.TIMEOUT);
            second.end(Outcome.CANCELLED);
            assertPassing(5, gate, 5);
        }
    }

    @Test
    void interfaceRuleCountsAllItsMethods() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + INTERFACE + "', count:3}]")) {
            assertPassing(2, mesh.inbound(BUY), 2);
            assertEquals(1, passing(mesh.inbound(SELL), 5, request(SELL), "cart"));
        }
    }

    @Test
    void bothInterfaceAndMethodRulesBite() {
        String rules = "[{resource:'" + INTERFACE + "', count:5}, {resource:'" + BUY_RESOURCE + "', count:3}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(List.of("flow:" + INTERFACE + "#0", "flow:" + BUY_RESOURCE + "#0"), gate.rules());
            assertPassing(3, gate, 4);
            assertEquals(1, mesh.status("flow:" + BUY_RESOURCE + "#0").matched());
            assertEquals(
                    1,
                    passing(mesh.inbound(SELL), 9, request(SELL), "cart"),
                    "what the method rejected had entered the interface");
        }
    }

    @Test
    void methodThatRejectsGivesTheInterfaceBack() {
        String rules = "[{resource:'" + INTERFACE + "', count:1, grade:0}, {resource:'" + BUY_RESOURCE + "', count:0}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            assertPassing(0, mesh.inbound(BUY), 7);

            assertEquals(3, passing(mesh.inbound(SELL), 3, request(SELL), "cart"));
        }
    }

    @Test
    void noGateWhereNoRuleApplies() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:3}]")) {
            assertNull(mesh.plan().gate(Direction.INBOUND, SELL));
            assertNull(mesh.plan().gate(Direction.OUTBOUND, MethodKey.of("com.acme.Stock", "buy")));
        }
    }

    @Test
    void outboundAndInboundCallsOfOneResourceCountTogether() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:5}]")) {
            assertPassing(3, mesh.inbound(BUY), 3);

            assertPassing(2, mesh.gate(Direction.OUTBOUND, BUY), 9);
        }
    }

    @Test
    void ruleForOneCallerCountsThatCallerOnly() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:2, limitApp:'cart'}]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(RequestDepth.ATTACHMENTS, gate.depth());
            assertEquals(2, passing(gate, 9, request(BUY), "cart"));
            assertEquals(9, passing(gate, 9, request(BUY), "desk"));
            assertEquals(9, passing(gate, 9, request(BUY), null));
        }
    }

    @Test
    void ruleForOthersLimitsEachCallerThatHasNoRuleOfItsOwn() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:1, limitApp:'other'}," + "{resource:'" + BUY_RESOURCE
                + "', count:4, limitApp:'cart'}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(4, passing(gate, 9, request(BUY), "cart"));
            assertEquals(1, passing(gate, 9, request(BUY), "desk"));
            assertEquals(1, passing(gate, 9, request(BUY), "lift"));
            assertEquals(9, passing(gate, 9, request(BUY), null));
        }
    }

    @Test
    void callerRulesDoNotConcernOutboundCalls() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:0, limitApp:'shop'}]")) {
            assertNull(mesh.plan().gate(Direction.OUTBOUND, BUY));
        }
    }

    @Test
    void callerOfOldClientsIsReadFromTheirAttachment() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:1, limitApp:'cart'}]")) {
            ThrottleGate gate = mesh.inbound(BUY);
            var request = io.twinmesh.api.RpcRequest.builder(BUY)
                    .attachment("dubboApplication", "cart")
                    .build();

            assertEquals(1, passing(gate, 4, request, null));
        }
    }

    @Test
    void relatedResourceIsTheOneCounted() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:2, strategy:1, refResource:'" + SELL_RESOURCE + "'}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertPassing(9, gate, 9);
            assertEquals(2, passing(mesh.inbound(SELL), 2, request(SELL), "cart"), "the related one is not limited");
            assertPassing(0, gate, 9);
        }
    }

    @Test
    void chainLimitsTheCallsOfOneEntranceOnly() {
        String rules = "[{resource:'" + INTERFACE + "', count:2, strategy:2, refResource:'" + BUY_RESOURCE + "'}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            assertPassing(2, mesh.inbound(BUY), 9);
            assertNull(mesh.plan().gate(Direction.INBOUND, SELL));
        }
    }

    @Test
    void expressionMatchesWholeNamesAndLimitsEachResourceApart() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'^com\\\\.acme\\\\..*:.*$', count:2, regex:true}]")) {
            assertPassing(2, mesh.inbound(BUY), 9);
            assertEquals(2, passing(mesh.inbound(SELL), 9, request(SELL), "cart"));
            assertNull(mesh.plan().gate(Direction.INBOUND, MethodKey.of("org.com.acme.Trade", "buy")));
        }
    }

    @Test
    void methodsBeyondTheMostThatAreCountedShareOneLimitAndTheStatusSaysSo() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'com.acme.Trade:.*', count:2, regex:true}]")) {
            for (int i = 0; i < Resources.MOST_MATCHED; i++) {
                mesh.inbound(MethodKey.of("com.acme.Trade", "m" + i));
            }
            assertEquals("", mesh.status("flow:com.acme.Trade:.*#0").reason());

            assertPassing(2, mesh.inbound(MethodKey.of("com.acme.Trade", "further1")), 9);
            assertPassing(0, mesh.inbound(MethodKey.of("com.acme.Trade", "further2")), 9);
            assertEquals(
                    "matches over 6000 resources: those that came last are counted together",
                    mesh.status("flow:com.acme.Trade:.*#0").reason());
        }
    }

    @Test
    void queueingRuleLetsCallsWaitUpToItsTime() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:100, controlBehavior:2, maxQueueingTimeMs:30}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertTrue(gate.mayWait());
            assertPassing(4, gate, 9); // at 0, 10, 20 and 30 ms; the clock stands still
            FakeTime.advanceMillis(1_000);
            assertPassing(4, gate, 9);
        }
    }

    @Test
    void coldWarmUpRuleLetsAThirdThroughAndAWarmOneAll() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:30, controlBehavior:1, warmUpPeriodSec:4}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);
            List<Integer> passed = new ArrayList<>();

            for (int second = 0; second < 12; second++) {
                passed.add(passing(gate, 40));
                FakeTime.advanceMillis(1_000);
            }

            assertFalse(gate.mayWait());
            assertEquals(10, passed.get(0), "per second: " + passed);
            assertEquals(30, passed.get(11), "per second: " + passed);
        }
    }

    @Test
    void coldWarmUpQueueSpacesCallsAtAThirdOfItsRate() {
        String rules = "[{resource:'" + BUY_RESOURCE
                + "', count:300, controlBehavior:3, warmUpPeriodSec:4, maxQueueingTimeMs:30}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertTrue(gate.mayWait());
            assertPassing(4, gate, 9);
        }
    }

    @Test
    void behaviorOfAThreadRuleIsWithoutEffect() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', grade:0, count:1, controlBehavior:2}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            assertFalse(mesh.inbound(BUY).mayWait());
        }
    }

    @Test
    void equalRuleWrittenTwiceActsOnceAndIsReportedShadowed() {
        String rule = "{resource:'" + BUY_RESOURCE + "', count:100, controlBehavior:2, maxQueueingTimeMs:20}";
        try (Fixture mesh = new Fixture().with(FLOW, "[" + rule + "," + rule + "]")) {
            assertPassing(3, mesh.inbound(BUY), 5);
            assertEquals(
                    "SHADOWED",
                    mesh.status("flow:" + BUY_RESOURCE + "#1").state().name());
        }
    }

    @Test
    void clusterRuleWithFallbackCountsLocally() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', count:2, clusterMode:true, clusterConfig:{flowId:7}}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            assertPassing(2, mesh.inbound(BUY), 5);
        }
    }

    @Test
    void clusterRuleWithoutFallbackIsIdle() {
        String rules = "[{resource:'" + BUY_RESOURCE
                + "', count:2, clusterMode:true, clusterConfig:{flowId:7, fallbackToLocalWhenFail:false}}]";
        try (Fixture mesh = new Fixture().with(FLOW, rules)) {
            assertNull(mesh.plan().gate(Direction.INBOUND, BUY));
            assertEquals(
                    "IDLE", mesh.status("flow:" + BUY_RESOURCE + "#0").state().name());
        }
    }
}
