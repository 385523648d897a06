package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.assertPassing;
import static io.twinmesh.adapters.sentinel.Fixture.call;
import static io.twinmesh.adapters.sentinel.Fixture.enter;
import static io.twinmesh.adapters.sentinel.Fixture.passing;
import static io.twinmesh.adapters.sentinel.Fixture.permit;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.Fixture.request;
import static io.twinmesh.adapters.sentinel.RuleKind.DEGRADE;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static io.twinmesh.adapters.sentinel.RuleKind.PARAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.context.Context;
import com.alibaba.csp.sentinel.context.ContextUtil;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeTime.class)
class InstancesTest {

    private static final String TEN = "[{resource:'" + BUY_RESOURCE + "', count:10}]";
    private static final String ERRORS =
            "[{resource:'" + BUY_RESOURCE + "', grade:2, count:0, timeWindow:9, minRequestAmount:1}]";

    @Test
    void twoMeshesWithTheSameRuleCountApart() {
        try (Fixture one = new Fixture().with(FLOW, TEN);
                Fixture two = new Fixture().with(FLOW, TEN)) {
            assertPassing(10, one.inbound(BUY), 20);
            assertPassing(10, two.inbound(BUY), 20);
        }
    }

    @Test
    void breakersAndHotParametersOfTwoMeshesAreApart() {
        String hot = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:3}]";
        try (Fixture one = new Fixture().with(DEGRADE, ERRORS).with(PARAM, hot);
                Fixture two = new Fixture().with(DEGRADE, ERRORS).with(PARAM, hot)) {
            assertEquals(3, passing(one.inbound(BUY), 9, request(BUY, 1L), null));
            call(one.inbound(BUY), 1, Outcome.TIMEOUT);
            reject(enter(one.inbound(BUY)));

            assertEquals(3, passing(two.inbound(BUY), 9, request(BUY, 1L), null));
        }
    }

    @Test
    void changeInOneMeshLeavesTheOtherAlone() {
        try (Fixture one = new Fixture().with(FLOW, TEN)) {
            try (Fixture two = new Fixture().with(FLOW, TEN)) {
                assertPassing(4, one.inbound(BUY), 4);
                two.only(FLOW, "[]");
            }

            assertPassing(6, one.inbound(BUY), 20);
        }
    }

    @Test
    void applicationsOwnUseOfSentinelIsNeitherSeenNorDisturbed() throws BlockException {
        FlowRule own = new FlowRule(BUY_RESOURCE);
        own.setCount(2);
        own.setLimitApp("default");
        FlowRuleManager.loadRules(List.of(own));
        try (Fixture mesh = new Fixture().with(FLOW, TEN)) {
            assertPassing(10, mesh.inbound(BUY), 20);

            SphU.entry(BUY_RESOURCE, EntryType.IN).exit();
            SphU.entry(BUY_RESOURCE, EntryType.IN).exit();
            assertThrows(BlockException.class, () -> SphU.entry(BUY_RESOURCE, EntryType.IN));
            assertEquals(List.of(own), FlowRuleManager.getRules());
        } finally {
            FlowRuleManager.loadRules(List.of());
        }
    }

    @Test
    void noContextStaysOnTheThread() {
        String hot = "[{resource:'" + BUY_RESOURCE + "', paramIdx:0, count:1}]";
        try (Fixture mesh = new Fixture().with(FLOW, TEN).with(DEGRADE, ERRORS).with(PARAM, hot)) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit running = permit(enter(gate, 1L));
            assertNull(ContextUtil.getContext());

            reject(enter(gate, 1L));
            assertNull(ContextUtil.getContext());

            running.end(Outcome.OK);
            assertNull(ContextUtil.getContext());
        }
    }

    @Test
    void contextOfTheApplicationIsLeftInPlace() throws BlockException {
        try (Fixture mesh = new Fixture().with(FLOW, TEN)) {
            Context own = ContextUtil.enter("own-entrance", "own-caller");
            try (Entry entry = SphU.entry("own-resource")) {
                permit(enter(mesh.inbound(BUY))).end(Outcome.OK);

                assertSame(own, ContextUtil.getContext());
                assertSame(entry, own.getCurEntry());
            } finally {
                ContextUtil.exit();
            }
        }
    }

    @Test
    void callMayEndOnAnotherThread() throws Exception {
        String threads = "[{resource:'" + BUY_RESOURCE + "', grade:0, count:1, limitApp:'cart'}]";
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Fixture mesh = new Fixture().with(FLOW, threads).with(DEGRADE, ERRORS)) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit running = permit(enter(gate));
            Future<Context> context = other.submit(() -> {
                running.end(Outcome.OK);
                return ContextUtil.getContext();
            });

            assertNull(context.get());
            assertPassing(3, gate, 3);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void callsInterleaveOnOneThread() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + BUY_RESOURCE + "', grade:0, count:3}]")) {
            ThrottleGate gate = mesh.inbound(BUY);
            Permit first = permit(enter(gate));
            Permit second = permit(enter(gate));
            first.end(Outcome.OK);
            Permit third = permit(enter(gate));
            Permit fourth = permit(enter(gate));
            reject(enter(gate));
            third.end(Outcome.OK);
            second.end(Outcome.OK);
            fourth.end(Outcome.OK);

            assertPassing(5, gate, 5);
        }
    }

    @Test
    void reloadLeavesTheWindowOfAnUnchangedRule() {
        try (Fixture mesh = new Fixture().with(FLOW, TEN)) {
            assertPassing(7, mesh.inbound(BUY), 7);

            mesh.with(FLOW, "[{resource:'com.acme.Stock', count:1}]");

            assertPassing(3, mesh.inbound(BUY), 9);
            assertEquals(6, mesh.status("flow:" + BUY_RESOURCE + "#0").matched(), "counted on over the reload");
        }
    }

    @Test
    void reloadLeavesAWarmRuleWarm() {
        String warm = "[{resource:'" + BUY_RESOURCE + "', count:30, controlBehavior:1, warmUpPeriodSec:2}]";
        try (Fixture mesh = new Fixture().with(FLOW, warm)) {
            for (int second = 0; second < 8; second++) {
                passing(mesh.inbound(BUY), 40);
                FakeTime.advanceMillis(1_000);
            }

            mesh.with(FLOW, "[{resource:'com.acme.Stock', count:1}]");

            assertPassing(30, mesh.inbound(BUY), 40);
        }
    }

    @Test
    void resourcesThatOnlyAnExpressionMatchesAreBoundedAndStayLimited() {
        try (Resources resources = new Resources()) {
            for (int i = 0; i < Resources.MOST_MATCHED; i++) {
                resources.matched("m" + i);
            }

            assertEquals("m1", resources.matched("m1").name());
            assertSame(resources.matched("further 1"), resources.matched("further 2"));
            assertEquals("named", resources.named("named").name());
        }
    }

    @Test
    void resourcesWithLongNamesThatOnlyAnExpressionMatchesAreFewer() {
        try (Resources resources = new Resources()) {
            int room = Resources.MOST_CHARACTERS / 20_000;
            for (int i = 0; i < room; i++) {
                assertEquals(
                        20_000,
                        resources.matched("%020000d".formatted(i)).name().length());
            }

            assertSame(resources.matched("further 1"), resources.matched("further 2"));
            assertEquals(
                    20_000, resources.matched("%020000d".formatted(7)).name().length());
        }
    }

    @Test
    void gateBeforeCommitIsAProgrammingError() {
        try (Fixture mesh = new Fixture()) {
            assertThrows(IllegalStateException.class, () -> mesh.plan().gate(Direction.INBOUND, BUY));
        }
    }
}
