package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies change while calls are made: each call is decided by one of them, whole, and everything is given back in the end. */
final class SwapTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");
    private static final List<LbPolicy> BALANCERS =
            List.of(LbPolicy.ROUND_ROBIN, LbPolicy.RANDOM, LbPolicy.LEAST_REQUEST);
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final int VERSIONS = 300;
    private static final int CALLS = 4_000;
    private static final int LIMIT = 6;

    private final FakeThrottler throttler = new FakeThrottler();
    private final TestKernel kernel = new TestKernel(throttler);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static List<Endpoint> endpoints(int cluster, int count) {
        return Stream.iterate(1, host -> host + 1)
                .limit(count)
                .map(host -> Endpoint.of("10.0." + cluster + "." + host, 20880))
                .toList();
    }

    /** In version 7 calls go by route r7 to cluster c1, as 7 mod 3 is 1. */
    private static PolicySet policy(int version) {
        Policies policy = Policies.version("" + version);
        for (int cluster = 0; cluster < 3; cluster++) {
            TrafficPolicy traffic = new TrafficPolicy(
                    BALANCERS.get((version + cluster) % 3),
                    null,
                    version % 2 == 0 ? LIMIT : 0,
                    new OutlierDetection(3, Duration.ofMillis(1), 50));
            Endpoint[] endpoints = endpoints(cluster, 1 + version % 4).toArray(Endpoint[]::new);
            policy.service(Policies.cluster("c" + cluster, traffic), endpoints);
        }
        return policy.routes(TRADE, route("r" + version, List.of(), to("c" + version % 3)))
                .rules(FakeThrottler.limit(BUY.key(), 1 + version % 9))
                .build();
    }

    private void deliver(int version) {
        if (version % 10 == 9) {
            kernel.with(policy(version), Problem.error("TM0001", "a.yaml", "spec", "x", "y"));
        } else {
            kernel.with(policy(version));
        }
    }

    private Void deliverAll() {
        for (int version = 1; version <= VERSIONS; version++) {
            deliver(version);
            kernel.policy.endpoints(new EndpointAssignment("c" + version % 3, endpoints(version % 3, 1 + version % 5)));
            kernel.kernel.health(
                    endpoints(version % 3, 1).get(0),
                    version % 2 == 0 ? EndpointHealth.UNREACHABLE : EndpointHealth.HEALTHY);
        }
        return null;
    }

    /** Calls, a few of them open at a time; returns how many were made. */
    private Integer call(long seed) {
        Random random = new Random(seed);
        Deque<Call> open = new ArrayDeque<>();
        int newest = 0;
        for (int i = 0; i < CALLS; i++) {
            Call call = random.nextInt(8) == 0 ? kernel.inbound(BUY) : kernel.outbound(BUY);
            newest = assertOnePolicy(call, newest);
            if (random.nextInt(5) == 0) {
                kernel.kernel.goElsewhere(BUY, call);
            }
            open.add(call);
            if (open.size() > 3) {
                open.remove().end(OUTCOMES.get(random.nextInt(OUTCOMES.size())));
            }
        }
        open.forEach(call -> call.end(Outcome.OK));
        return CALLS;
    }

    /** Route, cluster and endpoint are of one version, and no version comes back; returns the version. */
    private static int assertOnePolicy(Call call, int newest) {
        if (!(call.decision() instanceof Forward forward)) {
            return newest;
        }
        int version = Integer.parseInt(call.route().substring(1));
        assertEquals("c" + version % 3, forward.cluster(), call.route());
        assertTrue(forward.endpoint().address().startsWith("10.0." + version % 3 + "."), forward::toString);
        assertTrue(version >= newest, () -> "version " + version + " after " + newest);
        assertTrue(version % 10 != 9, () -> "version " + version + " was refused");
        return version;
    }

    private <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        tasks.forEach(task -> running.add(threads.submit(task)));
        List<T> done = new ArrayList<>();
        for (Future<T> one : running) {
            done.add(one.get());
        }
        return done;
    }

    private long counted(StatsLevel level) {
        return kernel.stats.calls().stream()
                .filter(stats -> stats.level() == level)
                .mapToLong(SwapTest::all)
                .sum();
    }

    private static long all(CallStats stats) {
        return Stream.of(stats.outcomes(), stats.rejections())
                .flatMap(counts -> counts.values().stream())
                .mapToLong(count -> count)
                .sum();
    }

    @Test
    void callsUnderSwapsAreDecidedByOnePolicyAndGiveEverythingBack() throws Exception {
        kernel.with(policy(0));
        Future<?> swaps = threads.submit(this::deliverAll);

        List<Integer> made = together(List.of(() -> call(1), () -> call(2), () -> call(3)));
        swaps.get();

        long calls = made.stream().mapToInt(count -> count).sum();
        assertEquals(calls, counted(StatsLevel.SERVICE));
        assertEquals(calls, counted(StatsLevel.METHOD));
        assertEquals(throttler.given(), throttler.back());
        assertEquals(1 + VERSIONS * 9 / 10, kernel.stats.counters().get("policy_updates_accepted"));
        assertEquals(VERSIONS / 10, kernel.stats.counters().get("policy_updates_refused"));
        assertEquals("" + VERSIONS, kernel.kernel.status().version());
        assertNothingUnderWay();
    }

    private void assertNothingUnderWay() {
        for (Target target : kernel.clusters.targets().values()) {
            assertEquals(0, target.active(), target.name());
            target.pool().states().forEach(state -> assertEquals(0, state.active(), () -> "" + state.endpoint()));
        }
    }

    @Test
    void endpointsAreKeptInColumnsAndNotWithThePolicyAsWell() {
        kernel.with(policy(3));

        Snapshot inForce = kernel.policy.snapshot();

        assertNotNull(inForce);
        assertEquals(List.of(), inForce.policy().endpoints());
        assertEquals(4, kernel.clusters.targets().get("c0").pool().states().size());
    }

    @Test
    void swapsThatMeetComeOneAfterTheOther() throws Exception {
        together(List.<Callable<Void>>of(this::deliverAll, this::deliverAll));

        Snapshot last = kernel.policy.snapshot();
        assertNotNull(last);
        assertEquals(2 * VERSIONS * 9 / 10, kernel.stats.counters().get("policy_updates_accepted"));
        assertSame(last.targets(), kernel.clusters.targets(), "policy and clusters are of one version");
        assertEquals(kernel.kernel.status().version(), last.policy().version());
        assertEquals("r" + last.policy().version(), kernel.outbound(BUY).route());
    }

    @Test
    void aCallInFlightGoesOnByThePolicyItBeganUnder() {
        kernel.with(policy(3));
        Call call = kernel.outbound(BUY);
        Endpoint first = assertInstanceOf(Forward.class, call.decision()).endpoint();

        kernel.with(policy(4));
        assertTrue(kernel.kernel.goElsewhere(BUY, call));
        Forward second = assertInstanceOf(Forward.class, call.decision());
        call.end(Outcome.TIMEOUT);

        assertEquals("c0", second.cluster(), "that of version 3");
        assertTrue(!second.endpoint().equals(first), () -> first + " twice");
        assertEquals("r3", call.route());
        assertEquals(List.of("{route=r3}"), timedOut(StatsLevel.ROUTE));
        assertEquals(List.of("{cluster=c0}"), timedOut(StatsLevel.CLUSTER));
        assertEquals(1, throttler.back());
    }

    private List<String> timedOut(StatsLevel level) {
        return kernel.stats.calls().stream()
                .filter(stats -> stats.level() == level && stats.outcomes().get("timeout") == 1)
                .map(stats -> stats.labels().toString())
                .toList();
    }

    @Test
    void aRefusedPolicyChangesNeitherRoutesNorClustersNorLimits() {
        kernel.with(policy(8));
        Snapshot before = kernel.policy.snapshot();
        List<Endpoint> endpoints = endpointsOf("c2");

        deliver(9);

        assertSame(before, kernel.policy.snapshot());
        assertEquals(endpoints, endpointsOf("c2"));
        for (int permit = 0; permit < 9; permit++) {
            kernel.inbound(BUY);
        }
        assertEquals(9, throttler.given(), "the limit of version 8");
        assertEquals("9", kernel.kernel.status().refusedVersion());
    }

    private List<Endpoint> endpointsOf(String cluster) {
        return kernel.clusters.targets().get(cluster).pool().states().stream()
                .map(state -> state.endpoint())
                .toList();
    }
}
