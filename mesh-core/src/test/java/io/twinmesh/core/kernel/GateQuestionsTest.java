package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.Explanation.Step;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel asks a gate, when, and what it makes of the answers. */
final class GateQuestionsTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final RuleDocument RULES = new RuleDocument("fake-gate", "fake", "fake.txt", "");

    private final Gate gate = new Gate();
    private final TestKernel kernel = new TestKernel(new One(gate));

    private void policy(TrafficPolicy traffic) {
        kernel.with(Policies.version("1")
                .service(cluster(TRADE, traffic), ONE)
                .routes(TRADE, Policies.route("trade/all", List.of(), Policies.to(TRADE)))
                .rules(RULES)
                .build());
    }

    @Test
    void whoMayNotCallIsTurnedAwayFirst() {
        policy(TrafficPolicy.NONE);
        gate.denied = "cart";
        gate.full = true;

        Reject outbound = assertInstanceOf(Reject.class, kernel.outbound(BUY).decision());
        Reject inbound = assertInstanceOf(
                Reject.class,
                kernel.inbound(Requests.with(TRADE, "buy", "remote.application", "cart"))
                        .decision());

        assertEquals(RejectReason.UNAUTHORIZED, outbound.reason());
        assertEquals(RejectReason.UNAUTHORIZED, inbound.reason());
        assertEquals(List.of("authorize cart", "authorize cart"), gate.asked);
        assertEquals(0, matched(), "calls that took the route");
    }

    private long matched() {
        return kernel.kernel.status().rules().stream()
                .filter(rule -> rule.id().equals("trade/all"))
                .mapToLong(RuleStatus::matched)
                .sum();
    }

    @Test
    void callersThatMayAreAskedForRoomNext() {
        policy(TrafficPolicy.NONE);

        assertInstanceOf(Forward.class, kernel.outbound(BUY).decision());
        assertEquals(List.of("authorize cart", "enter cart"), gate.asked);
    }

    @Test
    void aServiceWithoutRouteIsAuthorizedAllTheSame() {
        policy(TrafficPolicy.NONE);
        gate.denied = "cart";

        Reject reject =
                (Reject) kernel.outbound(Requests.of("com.acme.Nobody", "buy")).decision();

        assertEquals(RejectReason.UNAUTHORIZED, reject.reason());
    }

    @Test
    void gatesWithoutAuthorityRulesAreNotAsked() {
        gate.authorities = List.of();
        policy(TrafficPolicy.NONE);

        kernel.outbound(BUY);

        assertEquals(List.of("enter cart"), gate.asked);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void explanationsEndWhereTheCallerIsTurnedAway(Direction direction) {
        policy(TrafficPolicy.NONE);
        gate.denied = "desk";
        RpcRequest bought = RpcRequest.builder(BUY.key())
                .attachment("remote.application", "desk")
                .build();

        Explanation explanation = kernel.kernel.explain(direction, bought);

        assertEquals(new Reject(RejectReason.UNAUTHORIZED, "list", "caller: not allowed"), explanation.decision());
        assertEquals(List.of(new Step("authorize", "list", "rejected", "caller: not allowed")), explanation.steps());
    }

    @Test
    void explanationsNameAuthorityRulesApartFromLimits() {
        policy(TrafficPolicy.NONE);

        List<Step> steps = kernel.kernel.explain(Direction.OUTBOUND, BUY).steps();

        assertEquals(new Step("authorize", "list", "passed", "does not turn this caller away"), steps.get(0));
        assertEquals(
                List.of("limit"),
                steps.stream()
                        .filter(step -> step.stage().equals("throttle"))
                        .map(Step::rule)
                        .toList());
        assertEquals(List.of(), gate.asked);
    }

    @Test
    void whatMayWaitIsNotDecidedAtOnceAndNothingIsTaken() {
        gate.waits = true;
        policy(TrafficPolicy.NONE);
        Call call = kernel.kernel.newCall();

        assertNull(kernel.kernel.decideAtOnce(Direction.OUTBOUND, BUY, call));
        assertNull(kernel.kernel.decideAtOnce(Direction.INBOUND, BUY, call));
        assertTrue(kernel.kernel.mayWait(Direction.OUTBOUND, BUY));
        assertTrue(kernel.kernel.mayWait(Direction.INBOUND, BUY));
        assertEquals(List.of(), gate.asked);
        assertInstanceOf(Forward.class, kernel.kernel.outbound(BUY, call));
    }

    @Test
    void everythingElseIsDecidedAtOnce() {
        TestKernel empty = new TestKernel();
        policy(TrafficPolicy.NONE);

        assertInstanceOf(Forward.class, kernel.kernel.decideAtOnce(Direction.OUTBOUND, BUY, kernel.kernel.newCall()));
        assertInstanceOf(Admit.class, kernel.kernel.decideAtOnce(Direction.INBOUND, BUY, kernel.kernel.newCall()));
        assertFalse(kernel.kernel.mayWait(Direction.OUTBOUND, BUY));
        assertFalse(empty.kernel.mayWait(Direction.INBOUND, BUY));
        assertInstanceOf(Reject.class, empty.kernel.decideAtOnce(Direction.INBOUND, BUY, empty.kernel.newCall()));
    }

    static Stream<TrafficPolicy> watching() {
        return Stream.of(
                new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 5, null),
                new TrafficPolicy(LbPolicy.LEAST_REQUEST, null, 0, null),
                new TrafficPolicy(LbPolicy.RANDOM, null, 0, new OutlierDetection(5, Duration.ofSeconds(30), 50)));
    }

    @ParameterizedTest
    @MethodSource("watching")
    void clustersThatLookAtHowCallsEndMakeThemTimed(TrafficPolicy traffic) {
        gate.watches = false;
        policy(traffic);

        assertTrue(kernel.outbound(BUY).isTimed());
        assertEquals(RequestDepth.ATTACHMENTS, kernel.kernel.depth(Direction.OUTBOUND, BUY.key()));
    }

    @Test
    void limitsThatLookAtHowCallsEndMakeThemTimed() {
        gate.watches = true;
        policy(TrafficPolicy.NONE);

        assertTrue(kernel.outbound(BUY).isTimed());
        assertEquals(false, kernel.inbound(BUY).isTimed(), "an application works on, whatever its caller does");
    }

    @Test
    void otherCallsAreNotTimed() {
        gate.watches = false;
        gate.authorities = List.of();
        gate.depth = RequestDepth.NAMES;
        policy(TrafficPolicy.NONE);

        assertEquals(false, kernel.outbound(BUY).isTimed());
        assertEquals(RequestDepth.NAMES, kernel.kernel.depth(Direction.OUTBOUND, BUY.key()));
    }

    /** Remembers what it was asked. */
    private static final class Gate implements ThrottleGate {

        final List<String> asked = new ArrayList<>();
        String denied = "";
        List<String> authorities = List.of("list");
        RequestDepth depth = RequestDepth.ATTACHMENTS;
        boolean full;
        boolean waits;
        boolean watches;

        @Override
        public @Nullable Reject authorize(RpcRequest request, @Nullable String caller) {
            asked.add("authorize " + caller);
            return wouldRefuse(request, caller);
        }

        @Override
        public @Nullable Reject wouldRefuse(RpcRequest request, @Nullable String caller) {
            return denied.equals(caller) ? new Reject(RejectReason.UNAUTHORIZED, "list", "caller: not allowed") : null;
        }

        @Override
        public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
            asked.add("enter " + caller);
            return full ? new Reject(RejectReason.THROTTLED, "limit", "full") : Permit.FREE;
        }

        @Override
        public List<String> authorities() {
            return authorities;
        }

        @Override
        public List<String> rules() {
            return List.of("list", "limit");
        }

        @Override
        public RequestDepth depth() {
            return depth;
        }

        @Override
        public boolean mayWait() {
            return waits;
        }

        @Override
        public boolean watchesCalls() {
            return watches;
        }
    }

    /** An engine with one gate for everything. */
    private record One(Gate gate) implements Throttler, ThrottlePlan {

        @Override
        public ThrottlePlan prepare(List<RuleDocument> documents, Consumer<Problem> problems) {
            return this;
        }

        @Override
        public void commit() {}

        @Override
        public ThrottleGate gate(Direction direction, MethodKey key) {
            return gate;
        }

        @Override
        public List<RuleStatus> rules() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
