package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.enter;
import static io.twinmesh.adapters.sentinel.Fixture.permit;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.Fixture.request;
import static io.twinmesh.adapters.sentinel.RuleKind.PARAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleManager;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(FakeTime.class)
class ParamRuleTest {

    private static int passing(ThrottleGate gate, int calls, Object... arguments) {
        return Fixture.passing(gate, calls, request(BUY, arguments), "cart");
    }

    @Test
    void eachValueIsLimitedApart() {
        try (Fixture mesh = new Fixture().with(PARAM, "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:5}]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(RequestDepth.ARGUMENTS, gate.depth());
            assertFalse(gate.mayWait());
            assertEquals(5, passing(gate, 9, 1L, "a"));
            assertEquals(5, passing(gate, 9, 2L, "a"));
            FakeTime.advanceMillis(1_001);
            assertEquals(5, passing(gate, 9, 1L, "b"));
        }
    }

    @Test
    void rejectionNamesTheArgument() {
        try (Fixture mesh = new Fixture().with(PARAM, "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:0}]")) {
            Decision.Reject reject = reject(enter(mesh.inbound(BUY), 1L, "a"));

            assertEquals(RejectReason.PARAM_THROTTLED, reject.reason());
            assertEquals("param:" + BUY_RESOURCE + "#0", reject.rule());
            assertEquals(
                    "calls per 1 s of " + BUY_RESOURCE + " with one value of argument 0: over 0 (expected: at most 0)",
                    reject.detail());
        }
    }

    @Test
    void rulesOfOneMethodAreAskedInTheirOrder() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:3}, {resource:'" + BUY_RESOURCE
                + "', paramIdx:1, count:2}]";
        try (Fixture mesh = new Fixture().with(PARAM, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(2, passing(gate, 2, 1L, "a"));
            assertEquals(
                    "param:" + BUY_RESOURCE + "#1", reject(enter(gate, 1L, "a")).rule());
            assertEquals(
                    "param:" + BUY_RESOURCE + "#0", reject(enter(gate, 1L, "b")).rule());
        }
    }

    @Test
    void absentAndOpaqueArgumentsAreNotLimited() {
        try (Fixture mesh = new Fixture().with(PARAM, "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:1}]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(9, passing(gate, 9));
            assertEquals(9, passing(gate, 9, (Object) null));
            assertEquals(9, passing(gate, 9, List.of(1)));
        }
    }

    @Test
    void parameterThatHoldsObjectsIsToldInTheStatus() {
        MethodKey order = MethodKey.of("com.acme.Trade", "order", "com.acme.Order");
        String resource = "com.acme.Trade:order(com.acme.Order)";
        try (Fixture mesh = new Fixture().with(PARAM, "[{resource:'" + resource + "', paramIdx:0, count:1}]")) {
            mesh.inbound(order);

            assertEquals(
                    "argument 0 of " + resource
                            + ": com.acme.Order, not counted (expected: text, a number or a truth value)",
                    mesh.status("param:" + resource + "#0").reason());
        }
    }

    @Test
    void burstComesOnTop() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:1, count:2, burstCount:3, durationInSec:2}]";
        try (Fixture mesh = new Fixture().with(PARAM, rules)) {
            assertEquals(5, passing(mesh.inbound(BUY), 9, 1L, "a"));
        }
    }

    @Test
    void threadsOfOneValueAreCounted() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, grade:0, count:1}]";
        try (Fixture mesh = new Fixture().with(PARAM, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit first = permit(enter(gate, 1L));
            permit(enter(gate, 2L));
            reject(enter(gate, 1L));

            first.end(Outcome.OK);

            assertEquals(4, passing(gate, 4, 1L));
        }
    }

    @Test
    void queueingRuleWaits() {
        String rules =
                "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:100, controlBehavior:2, maxQueueingTimeMs:25}]";
        try (Fixture mesh = new Fixture().with(PARAM, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertTrue(gate.mayWait());
            assertEquals(3, passing(gate, 9, 1L)); // at 0, 10 and 20 ms; the clock stands still
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, int",
        "7, long",
        "7, short",
        "7, java.lang.Long",
        "7, java.lang.Byte",
    })
    void exceptionForAWholeNumberMeetsEveryWidth(String object, String type) {
        try (Fixture mesh = new Fixture().with(PARAM, withItem(object, type))) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(4, passing(gate, 9, 7));
            assertEquals(0, passing(gate, 9, 7L), "counted as the same value");
            assertEquals(1, passing(gate, 9, 8L));
        }
    }

    @Test
    void exceptionsMeetTextTruthAndFractions() {
        assertException("vip", "java.lang.String", "vip");
        assertException("vip", "", "vip");
        assertException("x", "char", 'x');
        assertException("true", "boolean", true);
        assertException("0.5", "double", 0.5);
        assertException("0.1", "float", 0.1f);
    }

    private static void assertException(String object, String type, Object argument) {
        try (Fixture mesh = new Fixture().with(PARAM, withItem(object, type))) {
            assertEquals(4, passing(mesh.inbound(BUY), 9, argument), object + " as " + type);
        }
    }

    private static String withItem(String object, String type) {
        return "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:1, paramFlowItemList:[{object:'" + object
                + "', count:4, classType:'" + type + "'}]}]";
    }

    @Test
    void negativeIndexCountsFromTheEndOfEachMethod() {
        MethodKey one = MethodKey.of("com.acme.Trade", "one", "java.lang.String");
        try (Fixture mesh =
                new Fixture().with(PARAM, "[{resource:'com.acme.Trade:.*', regex:true, paramIdx:-1, count:2}]")) {
            assertEquals(2, passing(mesh.inbound(BUY), 9, 1L, "a"));
            assertEquals(2, Fixture.passing(mesh.inbound(one), 9, request(one, "a"), null));
            assertEquals(2, passing(mesh.inbound(BUY), 9, 1L, "b"), "still the second of two");
        }
    }

    @Test
    void indexBehindTheLastParameterReachesNothing() {
        try (Fixture mesh = new Fixture().with(PARAM, "[{resource:'" + BUY_RESOURCE + "', paramIdx:-3, count:0}]")) {
            assertNull(mesh.plan().gate(Direction.INBOUND, BUY));
        }
    }

    @Test
    void countersOfAnUnchangedRuleOutliveAReload() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:5}]";
        try (Fixture mesh = new Fixture().with(PARAM, rules)) {
            assertEquals(5, passing(mesh.inbound(BUY), 9, 1L));

            mesh.commit();

            assertEquals(0, passing(mesh.inbound(BUY), 9, 1L));
        }
    }

    @Test
    void threadsAreStillCountedWhenAnotherRuleOfTheParameterGoes() {
        String threads = "{resource:'" + BUY_RESOURCE + "', paramIdx:0, grade:0, count:1}";
        String qps = "{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:50}";
        try (Fixture mesh = new Fixture().with(PARAM, "[" + threads + "," + qps + "]")) {
            mesh.inbound(BUY);
            mesh.only(PARAM, "[" + threads + "]");
            ThrottleGate gate = mesh.inbound(BUY);

            permit(enter(gate, 1L));

            reject(enter(gate, 1L));
        }
    }

    @Test
    void applicationThatClearsItsOwnRulesDoesNotSwitchThemOff() {
        String rules = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:5}]";
        try (Fixture mesh = new Fixture().with(PARAM, rules)) {
            ThrottleGate gate = mesh.inbound(BUY);
            ParamFlowRuleManager.loadRules(
                    List.of(new com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule("other").setParamIdx(0)));
            ParamFlowRuleManager.loadRules(List.of());

            assertEquals(5, passing(gate, 9, 1L));
        }
    }
}
