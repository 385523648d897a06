package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static io.twinmesh.adapters.sentinel.Fixture.BUY_RESOURCE;
import static io.twinmesh.adapters.sentinel.Fixture.passing;
import static io.twinmesh.adapters.sentinel.Fixture.reject;
import static io.twinmesh.adapters.sentinel.Fixture.request;
import static io.twinmesh.adapters.sentinel.RuleKind.AUTHORITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.throttling.ThrottleGate;
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
            Decision.Reject reject = reject(mesh.inbound(BUY).enter(request(BUY), "lift"));

            assertEquals(RejectReason.UNAUTHORIZED, reject.reason());
            assertEquals("caller of " + BUY_RESOURCE + ": not allowed (expected: one of cart,desk)", reject.detail());
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
