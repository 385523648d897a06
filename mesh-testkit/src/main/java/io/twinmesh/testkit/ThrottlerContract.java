package io.twinmesh.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Preview;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link Throttler} promises. To hold one against it: extend, say how it is made and how a limit is written, run. */
@Preview(since = "0.1")
@DisplayName("A throttler")
public abstract class ThrottlerContract {

    private static final MethodKey BUY = MethodKey.of("com.acme.Trade", "buy", "java.lang.Long");
    private static final MethodKey SELL = MethodKey.of("com.acme.Trade", "sell", "java.lang.Long");
    private static final SimpleRequest REQUEST = RpcRequest.builder(BUY)
            .argument(7L)
            .attachment("remote.application", "cart")
            .build();

    /** For subclasses. */
    protected ThrottlerContract() {}

    /** The provider under test, new each time. */
    protected abstract ThrottlerProvider provider();

    /** Documents that let so many calls of a method be under way at a time and no more, in the direction below. */
    protected abstract List<RuleDocument> limit(MethodKey key, int calls);

    /** Documents that the throttler must find an error in. */
    protected abstract List<RuleDocument> broken();

    /** The direction that the documents limit. */
    protected Direction direction() {
        return Direction.INBOUND;
    }

    /** The options it is made with. */
    protected MeshConfig config() {
        return MeshConfig.builder("trade").build();
    }

    private ThrottlePlan committed(Throttler throttler, List<RuleDocument> documents) {
        List<Problem> problems = new ArrayList<>();
        ThrottlePlan plan = throttler.prepare(documents, problems::add);
        assertTrue(problems.stream().noneMatch(Problem::isError), () -> "good documents: " + problems);
        plan.commit();
        return plan;
    }

    private ThrottleGate gate(ThrottlePlan plan) {
        return Objects.requireNonNull(plan.gate(direction(), BUY), "gate of a limited method");
    }

    private static ThrottleVerdict enter(ThrottleGate gate) {
        return gate.enter(REQUEST, "cart");
    }

    private static Permit permit(ThrottleVerdict verdict) {
        return assertInstanceOf(Permit.class, verdict);
    }

    @Test
    @DisplayName("is found by ServiceLoader")
    public final void isRegistered() {
        Registered.isFound(
                ServiceLoader.load(ThrottlerProvider.class), provider().getClass());
    }

    @Test
    @DisplayName("has an id of lower case words joined by dashes that begins the formats it reads")
    public final void idBeginsItsFormats() {
        String id = provider().id();

        Registered.isWords(id);
        limit(BUY, 1).forEach(document -> assertTrue(document.format().startsWith(id + "-"), document::format));
    }

    @Test
    @DisplayName("lets as many calls in as the rule says and rejects the next, naming the rule")
    public final void limits() {
        try (Throttler throttler = provider().create(config())) {
            ThrottlePlan plan = committed(throttler, limit(BUY, 2));
            ThrottleGate gate = gate(plan);
            Permit first = permit(enter(gate));
            Permit second = permit(enter(gate));

            Reject third = assertInstanceOf(Reject.class, enter(gate));

            assertFalse(third.detail().isEmpty(), "detail for people");
            assertTrue(ids(plan).contains(third.rule()), () -> third.rule() + ": not among " + ids(plan));
            first.end(Outcome.OK);
            second.end(Outcome.OK);
        }
    }

    private static List<String> ids(ThrottlePlan plan) {
        return plan.rules().stream().map(RuleStatus::id).toList();
    }

    @Test
    @DisplayName("has a free place again after each way a call can end")
    public final void permitsComeBack() {
        try (Throttler throttler = provider().create(config())) {
            ThrottleGate gate = gate(committed(throttler, limit(BUY, 1)));

            assertAll(IntStream.range(0, 4).mapToObj(round -> () -> {
                for (Outcome outcome : Outcome.values()) {
                    permit(enter(gate)).end(outcome);
                }
            }));
        }
    }

    @Test
    @DisplayName("holds the place of a call that goes on from the process before, until it ends")
    public final void permitsGoOn() {
        try (Throttler before = provider().create(config());
                Throttler after = provider().create(config())) {
            Permit there = permit(enter(gate(committed(before, limit(BUY, 1)))));
            ThrottleGate gate = gate(committed(after, limit(BUY, 1)));

            Permit here = gate.resume(Objects.requireNonNull(there.carry(), "what a successor needs"));

            assertInstanceOf(Reject.class, enter(gate), "while the call goes on");
            here.end(Outcome.OK);
            permit(enter(gate)).end(Outcome.OK);
        }
    }

    @Test
    @DisplayName("takes the place of a call that goes on even if there is no room, and refuses other bytes")
    public final void resumingDoesNotAsk() {
        try (Throttler throttler = provider().create(config())) {
            ThrottleGate gate = gate(committed(throttler, limit(BUY, 1)));
            Permit first = permit(enter(gate));
            CarriedState carried = Objects.requireNonNull(first.carry(), "what a successor needs");

            Permit second = gate.resume(carried);
            second.end(Outcome.OK);

            CarriedState other = new CarriedState(carried.version(), new byte[] {-1, -1, -1});
            assertThrows(UpgradeRefusedException.class, () -> gate.resume(other));
            assertInstanceOf(Reject.class, enter(gate), "while the first call goes on");
            first.end(Outcome.OK);
        }
    }

    @Test
    @DisplayName("has a free place again when the call goes on in a successor")
    public final void handedOverPermitsComeBack() {
        try (Throttler throttler = provider().create(config())) {
            ThrottleGate gate = gate(committed(throttler, limit(BUY, 1)));

            permit(enter(gate)).handedOver();

            permit(enter(gate)).end(Outcome.OK);
        }
    }

    @Test
    @DisplayName("changes nothing before a plan is committed")
    public final void preparedIsNotInForce() {
        try (Throttler throttler = provider().create(config())) {
            ThrottleGate gate = gate(committed(throttler, limit(BUY, 2)));

            throttler.prepare(limit(BUY, 0), problem -> {});

            permit(enter(gate)).end(Outcome.OK);
        }
    }

    @Test
    @DisplayName("puts a committed plan in the place of the one before")
    public final void committedReplaces() {
        try (Throttler throttler = provider().create(config())) {
            committed(throttler, limit(BUY, 0));

            ThrottleGate gate = gate(committed(throttler, limit(BUY, 1)));

            permit(enter(gate)).end(Outcome.OK);
        }
    }

    @Test
    @DisplayName("has no gate for a method that no rule concerns, and none at all without rules")
    public final void unlimitedMethodsHaveNoGate() {
        try (Throttler throttler = provider().create(config())) {
            assertNull(committed(throttler, limit(BUY, 1)).gate(direction(), SELL));

            ThrottlePlan empty = committed(throttler, List.of());

            assertNull(empty.gate(direction(), BUY));
            assertEquals(List.of(), empty.rules());
        }
    }

    @Test
    @DisplayName("reports what is wrong with a document as a problem, and throws nothing")
    public final void reportsProblems() {
        try (Throttler throttler = provider().create(config())) {
            List<Problem> problems = new ArrayList<>();

            assertNotNull(throttler.prepare(broken(), problems::add));

            assertTrue(problems.stream().anyMatch(Problem::isError), () -> "problems: " + problems);
        }
    }

    @Test
    @DisplayName("names in its plan the rules behind every gate")
    public final void gatesNameTheirRules() {
        try (Throttler throttler = provider().create(config())) {
            ThrottlePlan plan = committed(throttler, limit(BUY, 1));

            assertFalse(gate(plan).rules().isEmpty(), "rules behind the gate");
            assertTrue(
                    ids(plan).containsAll(gate(plan).rules()), () -> gate(plan).rules() + " in " + ids(plan));
            assertTrue(
                    gate(plan).rules().containsAll(gate(plan).authorities()),
                    () -> gate(plan).authorities() + " in " + gate(plan).rules());
        }
    }

    @Test
    @DisplayName("never lets more in than the rule says, whatever the threads do")
    public final void holdsUnderThreads() throws Exception {
        try (Throttler throttler = provider().create(config())) {
            ThrottleGate gate = gate(committed(throttler, limit(BUY, 3)));
            AtomicInteger inside = new AtomicInteger();

            List<Integer> most = inFourThreads(() -> most(gate, inside));

            assertTrue(most.stream().allMatch(seen -> seen <= 3), () -> "calls at a time: " + most);
            permit(enter(gate)).end(Outcome.OK);
        }
    }

    private static int most(ThrottleGate gate, AtomicInteger inside) {
        int most = 0;
        for (int i = 0; i < 2_000; i++) {
            if (enter(gate) instanceof Permit permit) {
                most = Math.max(most, inside.incrementAndGet());
                inside.decrementAndGet();
                permit.end(Outcome.OK);
            }
        }
        return most;
    }

    private static List<Integer> inFourThreads(Callable<Integer> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> result :
                    threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> task).collect(Collectors.toList()))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
