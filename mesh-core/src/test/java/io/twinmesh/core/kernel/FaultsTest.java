package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.routing.MeshStatus.EndpointStatus;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A fault in a part that the kernel asks ends one call and costs no other; a look at the kernel costs nothing. */
final class FaultsTest {

    private static final String TRADE = "com.acme.Trade";
    private static final RpcRequest BUY = Requests.of(TRADE, "buy");

    private final FakeThrottler throttler = new FakeThrottler();

    /** A protocol with a fault: it throws where it should say that nothing is there. */
    private record Broken(MethodKey key) implements RpcRequest {

        @Override
        public @Nullable String attachment(String name) {
            if (name.equals("user")) {
                throw new IllegalStateException("frame");
            }
            return null;
        }

        @Override
        public @Nullable Object argument(int index) {
            return null;
        }
    }

    private TestKernel kernel() {
        TrafficPolicy policy =
                new TrafficPolicy(LbPolicy.CONSISTENT_HASH, new HashKey(Subject.ATTACHMENT, "user", -1), 1, null);
        return new TestKernel(throttler)
                .with(Policies.version("1")
                        .service(Policies.cluster(TRADE, policy), endpoints(2))
                        .rules(FakeThrottler.limit(BUY.key(), 1))
                        .build());
    }

    private static Endpoint[] endpoints(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Endpoint.of("10.0." + i / 256 + "." + i % 256, 20880))
                .toArray(Endpoint[]::new);
    }

    @Test
    void aRequestThatThrowsGivesPermitAndPlaceBack() {
        TestKernel kernel = kernel();
        Call call = kernel.kernel.newCall();

        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> kernel.kernel.outbound(new Broken(BUY.key()), call));

        assertEquals("frame", fault.getMessage());
        assertEquals(List.of(1, 1), List.of(throttler.given(), throttler.back()));
        assertEquals(
                0, Objects.requireNonNull(kernel.clusters.targets().get(TRADE)).active());
        assertTrue(kernel.outbound(BUY).decision() instanceof Forward, "the only permit and the only place are free");
    }

    @Test
    void theCallOfARequestThatThrewCanBeUsedAgain() {
        TestKernel kernel = kernel();
        Call call = kernel.kernel.newCall();
        assertThrows(IllegalStateException.class, () -> kernel.kernel.outbound(new Broken(BUY.key()), call));
        call.end(Outcome.OK);

        assertTrue(kernel.kernel.outbound(BUY, call) instanceof Forward);
        call.end(Outcome.OK);

        assertEquals(List.of(2, 2), List.of(throttler.given(), throttler.back()), "each came back once");
    }

    @Test
    void aGateThatThrowsGivesThePermitsOfTheOthersBack() {
        var plan = throttler.prepare(List.of(FakeThrottler.limit(BUY.key(), 5)), problem -> {});
        ThrottleGate first = Objects.requireNonNull(plan.gate(Direction.OUTBOUND, BUY.key()));
        ThrottleGate broken = new ThrottleGate() {
            @Override
            public ThrottleVerdict enter(RpcRequest request, @Nullable String caller) {
                throw new IllegalStateException("rule");
            }

            @Override
            public RequestDepth depth() {
                return RequestDepth.NAMES;
            }
        };
        ThrottleGate both = Objects.requireNonNull(CompositeGate.of(List.of(first, first, broken)));

        assertThrows(IllegalStateException.class, () -> both.enter(BUY, null));

        assertEquals(List.of(2, 2), List.of(throttler.given(), throttler.back()));
    }

    @Test
    void whoLooksAtTheStatusMakesNobodyKnown() {
        TestKernel kernel = new TestKernel()
                .with(Policies.version("1").service(TRADE, endpoints(6_000)).build());

        List<EndpointStatus> told = kernel.kernel.status().clusters().get(0).endpoints();

        assertEquals(6_000, told.size());
        assertEquals(new EndpointStatus(endpoints(1)[0], EndpointHealth.HEALTHY, false, 0), told.get(0));
        assertEquals(List.of(), counted(kernel), "a page would use up the room of those that take calls");
    }

    private static List<String> counted(TestKernel kernel) {
        return kernel.stats.calls().stream()
                .filter(calls -> calls.level() == StatsLevel.ENDPOINT)
                .map(calls -> calls.labels().get("endpoint"))
                .toList();
    }

    @Test
    void theStatusTellsWhatIsKnownOfThoseThatWereUsed() {
        TestKernel kernel = new TestKernel()
                .with(Policies.version("1").service(TRADE, endpoints(3)).build());
        kernel.kernel.health(endpoints(3)[2], EndpointHealth.DRAINING);
        Call call = kernel.outbound(BUY);
        Endpoint busy = ((Forward) call.decision()).endpoint();

        for (EndpointStatus status : kernel.kernel.status().clusters().get(0).endpoints()) {
            assertEquals(status.endpoint().equals(busy) ? 1 : 0, status.activeRequests(), status::toString);
            boolean draining = status.endpoint().equals(endpoints(3)[2]);
            assertEquals(draining ? EndpointHealth.DRAINING : EndpointHealth.HEALTHY, status.health());
        }
        assertEquals(1, kernel.kernel.status().clusters().get(0).activeRequests());
    }
}
