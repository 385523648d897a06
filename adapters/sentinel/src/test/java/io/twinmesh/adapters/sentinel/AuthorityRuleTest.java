package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.INTERFACE;
import static io.twinmesh.adapters.sentinel.Fixture.decide;
import static io.twinmesh.adapters.sentinel.Fixture.passing;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.Fixture.request;
import static io.twinmesh.adapters.sentinel.RuleKind.AUTHORITY;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.throttling.ThrottleGate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorityRuleTest {

    private static String rule(int strategy) {
        return "{resource:'" + BUY_RESOURCE + "', limitApp:'cart,desk', strategy:" + strategy + "}";
    }

    @Test
    void allowsTheCallersOfAList() {
        try (Fixture mesh = new Fixture().with(AUTHORITY, "[" + rule(0) + "]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(RequestDepth.ATTACHMENTS, gate.depth());
            assertEquals(1, passing(gate, 1, request(BUY), "desk"));
            assertEquals(0, passing(gate, 1, request(BUY), "car"));
            assertEquals(1, passing(gate, 1, request(BUY), null));
        }
    }

    @Test
    void deniesTheCallersOfAList() {
        try (Fixture mesh = new Fixture().with(AUTHORITY, "[" + rule(1) + "]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(0, passing(gate, 1, request(BUY), "desk"));
            assertEquals(1, passing(gate, 1, request(BUY), "car"));
        }
    }

    @Test
    void rejectionNamesTheList() {
        try (Fixture mesh = new Fixture().with(AUTHORITY, "[" + rule(0) + "]")) {
            Decision.Reject reject = mesh.inbound(BUY).authorize(request(BUY), "lift");

            assertNotNull(reject);
            assertEquals(RejectReason.UNAUTHORIZED, reject.reason());
            assertEquals("caller of " + BUY_RESOURCE + ": not allowed (expected: one of cart,desk)", reject.detail());
        }
    }

    @Test
    void whoAsksWhetherACallerMayCallCountsNothing() {
        try (Fixture mesh = new Fixture().with(AUTHORITY, "[" + rule(0) + "]")) {
            ThrottleGate gate = mesh.inbound(BUY);
            String before = mesh.status("authority:" + BUY_RESOURCE + "#0").toString();

            Decision.Reject would = gate.wouldRefuse(request(BUY), "lift");
            assertNull(gate.wouldRefuse(request(BUY), "desk"));

            assertEquals(before, mesh.status("authority:" + BUY_RESOURCE + "#0").toString());
            assertEquals(gate.authorize(request(BUY), "lift"), would);
            assertNotEquals(
                    before, mesh.status("authority:" + BUY_RESOURCE + "#0").toString());
        }
    }

    @Test
    void whoMayNotCallUsesNothingUp() {
        String flow = "[{resource:'" + INTERFACE + "', grade:1, count:1}]";
        try (Fixture mesh = new Fixture().with(FLOW, flow).with(AUTHORITY, "[" + rule(0) + "]")) {
            ThrottleGate gate = mesh.inbound(BUY);

            assertEquals(List.of("authority:" + BUY_RESOURCE + "#0"), gate.authorities());
            assertEquals(0, passing(gate, 5, request(BUY), "lift"));
            assertEquals(1, passing(gate, 5, request(BUY), "desk"));
            assertEquals(
                    RejectReason.UNAUTHORIZED,
                    reject(decide(gate, request(BUY), "lift")).reason());
        }
    }

    @Test
    void methodsWithoutAuthorityRulesAreNotAskedFor() {
        try (Fixture mesh = new Fixture().with(FLOW, "[{resource:'" + INTERFACE + "', grade:1, count:1}]")) {
            assertEquals(List.of(), mesh.inbound(BUY).authorities());
        }
    }

    @Test
    void secondRuleOfAResourceIsShadowed() {
        try (Fixture mesh = new Fixture().with(AUTHORITY, "[" + rule(0) + "," + rule(1) + "]")) {
            assertEquals(1, passing(mesh.inbound(BUY), 1, request(BUY), "desk"));
            assertEquals(
                    "by authority:" + BUY_RESOURCE + "#0",
                    mesh.status("authority:" + BUY_RESOURCE + "#1").reason());
        }
    }

    @Test
    void outboundCallsHaveNoCallerToCheck() {
        try (Fixture mesh = new Fixture().with(AUTHORITY, "[" + rule(0) + "]")) {
            assertNull(mesh.plan().gate(Direction.OUTBOUND, BUY));
        }
    }
}
