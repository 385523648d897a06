package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.INTERFACE;
import static io.twinmesh.adapters.sentinel.Fixture.SELL;
import static io.twinmesh.adapters.sentinel.Fixture.assertPassing;
import static io.twinmesh.adapters.sentinel.Fixture.document;
import static io.twinmesh.adapters.sentinel.Fixture.enter;
import static io.twinmesh.adapters.sentinel.Fixture.permit;
import static io.twinmesh.adapters.sentinel.Fixture.problems;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static io.twinmesh.adapters.sentinel.RuleKind.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.alibaba.csp.sentinel.slots.system.SystemRule;
import com.alibaba.csp.sentinel.slots.system.SystemRuleManager;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeTime.class)
class SystemRuleTest {

    @Test
    void qpsOfAllInboundMethodsTogetherBites() {
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{qps:10}]")) {
            assertPassing(6, mesh.inbound(SELL), 6);
            assertPassing(4, mesh.inbound(BUY), 9);
            assertNull(mesh.plan().gate(Direction.OUTBOUND, BUY));
        }
    }

    @Test
    void callThatEntersTwoResourcesCountsOnce() {
        String flow = "[{resource:'" + INTERFACE + "', count:90}, {resource:'" + BUY_RESOURCE + "', count:90}]";
        try (Fixture mesh = new Fixture().with(FLOW, flow).with(SYSTEM, "[{qps:10}]")) {
            assertPassing(10, mesh.inbound(BUY), 20);
        }
    }

    @Test
    void rejectionNamesTheRuleOfTheLimitThatWasReached() {
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{maxThread:5}, {qps:3}, {qps:0}]")) {
            Decision.Reject reject = reject(enter(mesh.inbound(BUY)));

            assertEquals(RejectReason.OVERLOADED, reject.reason());
            assertEquals("system#2", reject.rule());
            assertEquals("inbound calls: system overloaded (expected: at most qps 0)", reject.detail());
        }
    }

    @Test
    void concurrentCallsBite() {
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{maxThread:1}, {qps:-1, avgRt:5000}]")) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit first = permit(enter(gate));
            Permit second = permit(enter(gate)); // Sentinel looks at the calls before this one

            reject(enter(gate));
            first.end(Outcome.OK);
            second.end(Outcome.OK);

            permit(enter(gate)).end(Outcome.OK);
        }
    }

    @Test
    void averageTimeBites() {
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{avgRt:20}]")) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit slow = permit(enter(gate));
            FakeTime.advanceMillis(100);
            slow.end(Outcome.OK);

            assertEquals("system#0", reject(enter(gate)).rule());
        }
    }

    @Test
    void secondMeshWithSystemRulesIsRefused() {
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{qps:10}]")) {
            assertEquals(1, mesh.inbound(BUY).rules().size());

            assertEquals(
                    List.of(
                            "ERROR shop-system-rules.json: [0]: system rules are in force for a mesh of application shop"
                                    + " (expected: system rules of one mesh in a process) [TM0307]"),
                    problems(document(SYSTEM, "[{qps:1}]")));
        }
        assertEquals(List.of(), problems(document(SYSTEM, "[{qps:1}]")), "once the first is closed");
    }

    @Test
    void meshWithoutSystemRulesIsNeitherCheckedNorCounted() {
        MeshConfig other = MeshConfig.builder(Fixture.APPLICATION).build();
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{qps:5}]");
                Fixture free = new Fixture(other).with(FLOW, "[{resource:'" + BUY_RESOURCE + "', count:90}]")) {
            assertPassing(50, free.inbound(BUY), 50);
            assertPassing(5, mesh.inbound(BUY), 9);
        }
    }

    @Test
    void rulesThatTheApplicationLoadedItselfAreNotOverwritten() {
        SystemRule own = new SystemRule();
        own.setQps(77);
        SystemRuleManager.loadRules(List.of(own));
        try {
            assertEquals(1, problems(document(SYSTEM, "[{qps:1}]")).size());
            assertEquals(77, SystemRuleManager.getInboundQpsThreshold());
        } finally {
            SystemRuleManager.loadRules(List.of());
        }
    }

    @Test
    void rulesAreOutOfForceOnceTheirFileIsEmpty() {
        try (Fixture mesh = new Fixture().with(SYSTEM, "[{qps:0}]")) {
            reject(enter(mesh.inbound(BUY)));

            mesh.only(SYSTEM, "");

            assertNull(mesh.plan().gate(Direction.INBOUND, BUY));
            assertEquals(List.of(), problems(document(SYSTEM, "[{qps:1}]")), "and free for another mesh");
        }
    }
}
