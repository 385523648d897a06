package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fleet whose addresses change all day: every endpoint is counted by its own name, and no call is lost from the sums. */
final class ChurnTest {

    private static final String TRADE = "com.acme.Trade";
    private static final RpcRequest BUY = Requests.of(TRADE, "buy");
    private static final int EACH = 100;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final TestKernel kernel =
            new TestKernel().with(Policies.version("1").service(TRADE).build());

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static List<Endpoint> generation(int number) {
        return IntStream.range(0, EACH)
                .mapToObj(i -> Endpoint.of("10." + (number >> 8) + "." + (number & 0xff) + "." + i, 20880))
                .toList();
    }

    private void deploy(int generation) {
        kernel.policy.endpoints(new EndpointAssignment(TRADE, generation(generation)));
    }

    private void callEach() {
        for (int i = 0; i < EACH; i++) {
            kernel.outbound(BUY).end(Outcome.OK);
        }
    }

    private List<CallStats> told(StatsLevel level) {
        return kernel.stats.calls().stream()
                .filter(calls -> calls.level() == level)
                .toList();
    }

    private static long ok(CallStats calls) {
        return Objects.requireNonNull(calls.outcomes().get("ok"));
    }

    private Map<String, Long> byEndpoint() {
        Map<String, Long> counts = new HashMap<>();
        told(StatsLevel.ENDPOINT).forEach(calls -> counts.put(calls.labels().get("endpoint"), ok(calls)));
        return counts;
    }

    @Test
    void whoeverComesLastIsCountedByItsOwnName() {
        int generations = 130;
        for (int number = 0; number < generations; number++) {
            deploy(number);
            callEach();
        }

        Map<String, Long> counts = byEndpoint();

        generation(generations - 1)
                .forEach(endpoint -> assertEquals(1, counts.get(endpoint.toString()), "" + endpoint));
        assertTrue(!counts.containsKey("other"), "13,000 endpoints, 100 at a time");
        for (StatsLevel level : List.of(StatsLevel.SERVICE, StatsLevel.METHOD, StatsLevel.CLUSTER)) {
            assertEquals((long) generations * EACH, ok(told(level).get(0)), () -> level + ": calls of all generations");
        }
    }

    @Test
    void aCallUnderWayIsCountedByAnEndpointThatLeftLongAgo() {
        deploy(0);
        Call slow = kernel.outbound(BUY);
        String endpoint = endpoint(slow);
        for (int number = 1; number < 130; number++) {
            deploy(number);
            callEach();
        }

        slow.end(Outcome.OK);

        assertEquals(1, byEndpoint().get(endpoint), "its counters are not freed while a call needs them");
        for (int number = 130; number < 260; number++) {
            deploy(number);
            callEach();
        }
        assertTrue(!byEndpoint().containsKey(endpoint), "and now they are");
    }

    private static String endpoint(Call call) {
        return ((Forward) call.decision()).endpoint().toString();
    }

    @Test
    void clustersThatAreGoneTakeTheirEndpointsAlong() {
        for (int version = 0; version < 130; version++) {
            Endpoint[] endpoints = generation(version).toArray(Endpoint[]::new);
            kernel.with(Policies.version("v" + version)
                    .service("com.acme.V" + version, endpoints)
                    .build());
            RpcRequest request = Requests.of("com.acme.V" + version, "buy");
            for (int i = 0; i < EACH; i++) {
                kernel.outbound(request).end(Outcome.OK);
            }
        }

        assertTrue(!byEndpoint().containsKey("other"), "130 clusters of 100 endpoints, one at a time");
        assertEquals(
                130,
                told(StatsLevel.CLUSTER).stream()
                        .filter(calls -> ok(calls) == EACH)
                        .count());
    }

    @Test
    void anEndpointThatOnlyGetsOtherLabelsKeepsItsNumbers() {
        Endpoint one = Endpoint.of("10.0.0.1", 20880);
        kernel.policy.endpoints(new EndpointAssignment(TRADE, List.of(one)));
        kernel.outbound(BUY).end(Outcome.OK);
        kernel.policy.endpoints(
                new EndpointAssignment(TRADE, List.of(Endpoint.of("10.0.0.1", 20880, Map.of("version", "v2"), 5))));
        for (int number = 1; number < 60; number++) {
            List<Endpoint> more = new ArrayList<>(generation(number));
            more.add(one);
            kernel.policy.endpoints(new EndpointAssignment(TRADE, more));
            IntStream.rangeClosed(0, EACH).forEach(i -> kernel.outbound(BUY).end(Outcome.OK));
        }

        assertEquals(60, byEndpoint().get(one.toString()));
    }

    @Test
    void callsAreCountedOnceWhileEndpointsComeAndGo() throws Exception {
        deploy(0);
        Future<?> changes = threads.submit(() -> {
            for (int number = 1; number <= 40; number++) {
                deploy(number % 3);
            }
        });
        Future<Integer> calls = threads.submit(() -> {
            int made = 0;
            while (!changes.isDone() || made < 5_000) {
                kernel.outbound(BUY).end(Outcome.OK);
                made++;
            }
            return made;
        });

        long made = calls.get();

        changes.get();
        assertEquals(made, ok(told(StatsLevel.CLUSTER).get(0)));
        assertEquals(
                made, byEndpoint().values().stream().mapToLong(count -> count).sum());
    }
}
