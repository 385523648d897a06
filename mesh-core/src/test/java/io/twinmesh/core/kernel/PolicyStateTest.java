package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.to;
import static io.twinmesh.testkit.Policies.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import io.twinmesh.testkit.UpgradeContract;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A successor serves by the policy in force before its own source has said anything. */
final class PolicyStateTest extends UpgradeContract {

    private static final String TRADE = "com.acme.Trade";
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880, Map.of("version", "v1", "zone", "a"), 100);
    private static final Endpoint TWO = Endpoint.of("fd00::2", 20880, Map.of("version", "v2"), 50);
    private static final Problem NOTE = Problem.warning("TM0305", "flow.json", "[0]", "7", "8");

    private static PolicySet policy(String version) {
        HashKey key = new HashKey(Subject.ATTACHMENT, "user", -1);
        TrafficPolicy hashed = new TrafficPolicy(
                LbPolicy.CONSISTENT_HASH, key, 12, new OutlierDetection(5, Duration.ofMillis(1_500), 30));
        Cluster cluster = new Cluster(
                TRADE,
                List.of(TRADE, "alias"),
                hashed,
                List.of(new Subset("v1", Map.of("version", "v1"), TrafficPolicy.NONE), Policies.subset("v2", "v2")),
                new Origin("a.yaml", "ServiceEntry/trade"));
        return Policies.version(version)
                .service(cluster, ONE, TWO)
                .routes(
                        TRADE,
                        Policies.sticky("trade/vip", key, when(conditions()), to(TRADE, "v1", 80), to(TRADE, "v2", 20)),
                        new Route(
                                "trade/http", Protocol.HTTP, List.of(), List.of(to(TRADE)), null, new Origin("b", "c")))
                .rules(FakeThrottler.limit(Requests.of(TRADE, "buy").key(), 3))
                .build();
    }

    private static Condition[] conditions() {
        return new Condition[] {
            Policies.attachment("tag", "grün"),
            Condition.indexed(
                    Subject.ARGUMENT,
                    0,
                    new NumberMatch(List.of(new NumberMatch.Range(-5, 99)), 1000),
                    "match[0].args"),
            Condition.indexed(Subject.ARGUMENT, 1, new BooleanMatch(true), "match[0].args[1]")
                    .not(),
            Condition.of(Subject.METHOD, new StringMatch(StringMatch.Kind.PREFIX, "B", true), "match[0].method")
        };
    }

    private static TestKernel kernel() {
        return new TestKernel(new FakeThrottler());
    }

    private static PolicyState state(TestKernel kernel) {
        return new PolicyState(kernel.policy, kernel.clusters);
    }

    private static Part part(TestKernel kernel) {
        return new Part(state(kernel), () -> told(kernel));
    }

    private static String told(TestKernel kernel) {
        Snapshot snapshot = kernel.policy.snapshot();
        if (snapshot == null) {
            return "none";
        }
        PolicySet policy = snapshot.policy();
        return "version " + policy.version() + "\n" + policy.virtualHosts() + "\n" + policy.clusters()
                + "\n" + policy.throttleRules() + "\n" + kernel.policy.problems() + "\n" + snapshot.since() + "\n"
                + kernel.kernel.status().clusters().get(0).endpoints().stream()
                        .map(status -> status.endpoint() + " "
                                + status.endpoint().weight() + " "
                                + new TreeMap<>(status.endpoint().labels()))
                        .toList();
    }

    private static TestKernel usedKernel() {
        return kernel().with(policy("7"), NOTE);
    }

    @Override
    protected Part used() {
        return part(kernel(policy("7"), List.of(NOTE), "2026-11-25T10:15:30Z"));
    }

    /** A policy with a time of its own that never changes. */
    private static TestKernel kernel(PolicySet policy, List<Problem> notes, String since) {
        TestKernel made = kernel();
        made.policy.takeOver(policy, notes, Instant.parse(since));
        return made;
    }

    @Override
    protected Part fresh() {
        return part(kernel());
    }

    @Override
    protected Part warmedUp() {
        return part(kernel(policy("6"), List.of(), "2026-11-25T09:00:00Z"));
    }

    @Test
    void aSuccessorDecidesAsBefore() {
        TestKernel after = kernel();

        state(after).restore(state(usedKernel()).carry());

        Call vip = after.outbound(Requests.with(TRADE, "sell", "user", "u"));
        assertEquals(RejectReason.NO_ROUTE, ((Reject) vip.decision()).reason(), "no condition got lost");
        assertEquals(usedKernel().kernel.status().rules(), after.kernel.status().rules());
        assertEquals(
                usedKernel().kernel.depth(Direction.OUTBOUND, vipKey()),
                after.kernel.depth(Direction.OUTBOUND, vipKey()));
        assertEquals(Map.of("calls_passed", 0L), after.stats.counters(), "updates counted");
    }

    private static MethodKey vipKey() {
        return MethodKey.of(TRADE, "Buy", "java.lang.Long", "boolean");
    }

    @Test
    void endpointsComeAsTheyAreNow() {
        TestKernel before = usedKernel();
        Endpoint three = Endpoint.of("10.0.0.3", 20880);
        before.policy.endpoints(new EndpointAssignment(TRADE, List.of(three)));
        TestKernel after = kernel();

        state(after).restore(state(before).carry());

        assertEquals(
                List.of(three),
                after.kernel.status().clusters().get(0).endpoints().stream()
                        .map(status -> status.endpoint())
                        .toList());
    }

    @Test
    void aValidPolicyOfTheSuccessorsOwnSourceWins() {
        TestKernel after = kernel().with(policy("8"));

        state(after).restore(state(usedKernel()).carry());

        assertEquals("8", after.kernel.status().version());
    }

    @Test
    void aRefusedOneDoesNotAndStaysReported() {
        TestKernel after = kernel().with(policy("8"), Problem.error("TM0001", "f", "p", "v", "e"));

        state(after).restore(state(usedKernel()).carry());

        assertEquals("7", after.kernel.status().version());
        assertEquals("8", after.kernel.status().refusedVersion());
        assertEquals(1, after.kernel.status().problems().size());
    }

    @Test
    void whatTheSourceDeliversLaterReplacesIt() {
        TestKernel after = kernel();
        state(after).restore(state(usedKernel()).carry());

        after.with(policy("9"), Problem.error("TM0001", "f", "p", "v", "e"));
        assertEquals("7", after.kernel.status().version());
        after.with(policy("9"));

        assertEquals("9", after.kernel.status().version());
        state(after).restore(state(usedKernel()).carry());
        assertEquals("9", after.kernel.status().version());
    }

    @Test
    void theSameVersionFromTheSourceBeginsNothingAnew() {
        TestKernel after = kernel();
        state(after).restore(state(usedKernel()).carry());
        Snapshot carried = after.policy.snapshot();

        after.with(policy("7"));

        assertTrue(carried == after.policy.snapshot());
        assertEquals(1L, after.stats.counters().get("policy_updates_accepted"));
        state(after).restore(state(kernel().with(policy("6"))).carry());
        assertEquals("7", after.kernel.status().version(), "it is the source's own by now");
    }

    @Test
    void whatARehearsalPutInForceIsNotCompiledAgain() {
        TestKernel before = usedKernel();
        PolicyState state = state(before);
        TestKernel after = kernel();
        state(after).restore(state.carry());
        Snapshot rehearsed = after.policy.snapshot();
        Endpoint three = Endpoint.of("10.0.0.3", 20880);
        before.policy.endpoints(new EndpointAssignment(TRADE, List.of(three)));

        state(after).restore(state.carry());

        assertTrue(rehearsed == after.policy.snapshot());
        assertEquals(
                List.of(three),
                after.kernel.status().clusters().get(0).endpoints().stream()
                        .map(status -> status.endpoint())
                        .toList());
        state(after).restore(state(kernel().with(policy("8"))).carry());
        assertEquals("8", after.kernel.status().version());
    }

    @Test
    void aPolicyThatIsNotValidHereIsRefusedWhole() {
        CarriedState state = state(usedKernel()).carry();
        TestKernel withoutEngine = new TestKernel();

        UpgradeRefusedException refused = assertThrows(
                UpgradeRefusedException.class, () -> state(withoutEngine).restore(state));

        assertTrue(String.valueOf(refused.getMessage()).contains("TM0907"), refused::getMessage);
        assertNull(withoutEngine.policy.snapshot());
    }

    @Test
    void aProcessWithoutAPolicyHasNoneToGive() {
        TestKernel after = usedKernel();

        state(after).restore(state(kernel()).carry());

        assertEquals("7", after.kernel.status().version());
    }

    @Test
    void whateverMayBeNullMayBeMissing() {
        Set<String> nullable = PolicyState.MODEL.stream()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .filter(PolicyStateTest::isNullable)
                .map(component -> component.getDeclaringRecord().getSimpleName() + "." + component.getName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                List.of(
                        "Route.stickyBy",
                        "Subset.policy",
                        "TrafficPolicy.hashKey",
                        "TrafficPolicy.outlierDetection",
                        "WeightedCluster.subset"),
                List.copyOf(nullable));
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    @Test
    void everyTypeOfTheModelIsCarried() {
        PolicyState.MODEL.stream()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .map(component -> component.getGenericType().getTypeName())
                .flatMap(name -> Stream.of(name.split("[<>, ]+")))
                .filter(name -> name.startsWith("io.twinmesh"))
                .distinct()
                .filter(name -> !name.equals(Endpoint.class.getName()))
                .forEach(PolicyStateTest::assertCarried);
    }

    private static void assertCarried(String name) {
        try {
            Class<?> type = Class.forName(name);
            boolean carried = type.isEnum()
                    || type.isInterface() && PolicyState.MODEL.containsAll(List.of(type.getPermittedSubclasses()))
                    || PolicyState.MODEL.contains(type);
            assertTrue(carried, () -> name + ": not among PolicyState.MODEL");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }
}
