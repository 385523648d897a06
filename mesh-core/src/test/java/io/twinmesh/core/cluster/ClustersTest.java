package io.twinmesh.core.cluster;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.core.stats.StatsTable;
import io.twinmesh.testkit.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClustersTest {

    private static final String TRADE = "com.acme.Trade";
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880, Map.of("version", "v1"), 1);
    private static final Endpoint TWO = Endpoint.of("10.0.0.2", 20880, Map.of("version", "v2"), 1);
    private static final Endpoint THREE = Endpoint.of("10.0.0.3", 20880);

    private final Clusters clusters = new Clusters(new StatsTable(Set.of()), bound -> 0);

    private Map<String, Target> install(TrafficPolicy policy, Endpoint... endpoints) {
        Cluster trade = cluster(TRADE, policy, Policies.subset("v1", "v1"));
        Map<String, Target> targets =
                clusters.install(List.of(trade), List.of(new EndpointAssignment(TRADE, List.of(endpoints))));
        clusters.tell();
        return targets;
    }

    private void assign(Endpoint... endpoints) {
        clusters.assign(new EndpointAssignment(TRADE, List.of(endpoints)));
        clusters.tell();
    }

    private static EndpointState state(Target target, Endpoint endpoint) {
        return target.pool().states().stream()
                .filter(state -> state.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSubsetHasTheEndpointsWithItsLabels() {
        Map<String, Target> targets = install(TrafficPolicy.NONE, ONE, TWO);

        assertEquals(2, targets.get(TRADE).pool().size());
        assertEquals(
                List.of(ONE),
                targets.get(TRADE + "|v1").pool().states().stream()
                        .map(EndpointState::endpoint)
                        .toList());
    }

    @Test
    void theStateOfAnEndpointOutlivesUpdatesOfTheOthers() {
        Target target = install(TrafficPolicy.NONE, ONE, TWO).get(TRADE);
        EndpointState before = state(target, ONE);
        before.begin();

        assign(THREE, ONE);

        assertSame(before, state(target, ONE));
        assertEquals(1, state(target, ONE).active());
    }

    @Test
    void theStateOfAnEndpointOutlivesANewPolicy() {
        EndpointState before = state(install(TrafficPolicy.NONE, ONE, TWO).get(TRADE), ONE);

        Target target = install(new TrafficPolicy(LbPolicy.RANDOM, null, 5, null), TWO, ONE)
                .get(TRADE);

        assertSame(before, state(target, ONE));
        assertSame(before, state(clusters.targets().get(TRADE + "|v1"), ONE));
    }

    @Test
    void newLabelsMakeANewState() {
        Target target = install(TrafficPolicy.NONE, ONE).get(TRADE);
        EndpointState before = state(target, ONE);

        assign(Endpoint.of("10.0.0.1", 20880, Map.of("version", "v9"), 1));

        assertNotSame(before, target.pool().states().get(0));
    }

    @Test
    void healthOutlivesUpdatesWhateverElseChanges() {
        Target target = install(TrafficPolicy.NONE, ONE, TWO).get(TRADE);
        clusters.health(ONE, EndpointHealth.DRAINING);

        assign(Endpoint.of("10.0.0.1", 20880, Map.of(), 9), THREE);

        assertEquals(EndpointHealth.DRAINING, state(target, ONE).health());
        assertEquals(1, target.pool().usable());
    }

    @Test
    void anEndpointThatLeftIsForgotten() {
        Target target = install(TrafficPolicy.NONE, ONE, TWO).get(TRADE);
        clusters.health(ONE, EndpointHealth.UNREACHABLE);
        clusters.health(THREE, EndpointHealth.UNREACHABLE);
        assign(TWO);

        assign(ONE, TWO, THREE);

        assertEquals(EndpointHealth.HEALTHY, state(target, ONE).health());
        assertEquals(EndpointHealth.HEALTHY, state(target, THREE).health());
    }

    @Test
    void anEndpointThatFailsTooOftenInARowIsEjected() {
        TrafficPolicy policy =
                new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 0, new OutlierDetection(3, Duration.ofHours(1), 50));
        Target target = install(policy, ONE, TWO).get(TRADE);
        EndpointState one = state(target, ONE);

        end(target, one, Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.BUSINESS_ERROR, Outcome.TIMEOUT, Outcome.TIMEOUT);
        assertFalse(one.isEjected(), "a business error shows that the endpoint works");

        end(target, one, Outcome.TIMEOUT);
        assertTrue(one.isEjected());

        end(target, state(target, TWO), Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.UNREACHABLE);
        assertFalse(state(target, TWO).isEjected(), "half of two may be out");
    }

    private static void end(Target target, EndpointState state, Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            target.begin(state);
            target.end(state, outcome);
        }
    }

    @Test
    void whoWatchesIsToldAtOnceAndWhenEndpointsChange() {
        install(TrafficPolicy.NONE, ONE);
        List<List<Endpoint>> told = new ArrayList<>();

        clusters.watch(TRADE, told::add);
        assign(ONE, TWO);
        assign(ONE, TWO);

        assertEquals(List.of(List.of(ONE), List.of(ONE, TWO)), told);
    }

    @Test
    void aServiceNobodyKnowsHasNoEndpointsUntilItHas() {
        List<List<Endpoint>> told = new ArrayList<>();
        clusters.watch(TRADE, told::add);

        install(TrafficPolicy.NONE, ONE);

        assertEquals(List.of(List.of(), List.of(ONE)), told);
    }

    @Test
    void closingASubscriptionTwiceLeavesTheOthersAlone() {
        install(TrafficPolicy.NONE, ONE);
        List<List<Endpoint>> told = new ArrayList<>();
        EndpointListener shared = told::add;
        Subscription first = clusters.watch(TRADE, shared);
        clusters.watch(TRADE, shared);

        first.close();
        first.close();
        assign(TWO);

        assertEquals(List.of(List.of(ONE), List.of(ONE), List.of(TWO)), told);
    }

    @Test
    void aListenerMayWaitForAChangeThatAnotherThreadMakes() throws Exception {
        install(TrafficPolicy.NONE, ONE);
        List<List<Endpoint>> told = new ArrayList<>();
        Thread changing = new Thread(() -> assign(ONE, TWO));

        clusters.watch(TRADE, endpoints -> {
            told.add(endpoints);
            if (told.size() == 1) {
                changing.start();
                joined(changing);
            }
        });

        assertEquals(List.of(List.of(ONE), List.of(ONE, TWO)), told);
    }

    private static void joined(Thread thread) {
        try {
            thread.join(20_000);
            assertFalse(thread.isAlive(), "the change waits for the listener");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void everyChangeIsToldOnceAndTheLastOneLast() throws Exception {
        install(TrafficPolicy.NONE);
        List<List<Endpoint>> told = new ArrayList<>();
        clusters.watch(TRADE, told::add);
        List<Thread> threads = new ArrayList<>();
        for (int thread = 1; thread <= 4; thread++) {
            String network = "10.1." + thread + ".";
            threads.add(new Thread(() -> {
                for (int host = 1; host <= 200; host++) {
                    assign(Endpoint.of(network + host, 20880));
                }
            }));
        }

        threads.forEach(Thread::start);
        threads.forEach(ClustersTest::joined);

        assertEquals(801, told.size());
        assertEquals(801, Set.copyOf(told).size());
        assertEquals(
                told.get(800),
                clusters.targets().get(TRADE).pool().states().stream()
                        .map(EndpointState::endpoint)
                        .toList());
        for (int thread = 1; thread <= 4; thread++) {
            assertInOrder("10.1." + thread + ".", told);
        }
    }

    private static void assertInOrder(String network, List<List<Endpoint>> told) {
        List<Integer> hosts = told.stream()
                .flatMap(List::stream)
                .map(Endpoint::address)
                .filter(address -> address.startsWith(network))
                .map(address -> Integer.parseInt(address.substring(network.length())))
                .toList();
        assertEquals(hosts.stream().sorted().toList(), hosts, network);
    }

    @Test
    void aListenerThatFailsKeepsNothingFromTheOthers() {
        install(TrafficPolicy.NONE, ONE);
        List<List<Endpoint>> told = new ArrayList<>();
        boolean[] failing = {false};
        clusters.watch(TRADE, endpoints -> {
            if (failing[0]) {
                throw new IllegalStateException("listener: broken");
            }
        });
        clusters.watch(TRADE, told::add);
        failing[0] = true;

        assertThrows(IllegalStateException.class, () -> assign(TWO));
        assertThrows(IllegalStateException.class, () -> assign(THREE));

        assertEquals(List.of(List.of(ONE), List.of(TWO), List.of(THREE)), told);
    }

    @Test
    void aListenerThatMakesAChangeIsToldOfItWhenItIsThrough() {
        install(TrafficPolicy.NONE, ONE);
        List<String> told = new ArrayList<>();
        clusters.watch(TRADE, endpoints -> {
            told.add("begin " + endpoints);
            if (endpoints.contains(TWO)) {
                assign(THREE);
            }
            told.add("end " + endpoints);
        });
        told.clear();

        assign(TWO);

        assertEquals(
                List.of(
                        "begin " + List.of(TWO),
                        "end " + List.of(TWO),
                        "begin " + List.of(THREE),
                        "end " + List.of(THREE)),
                told);
    }

    @Test
    void aListenerThatEndsWithAnErrorIsToldOfTheNextChange() {
        install(TrafficPolicy.NONE, ONE);
        List<List<Endpoint>> told = new ArrayList<>();
        clusters.watch(TRADE, endpoints -> {
            told.add(endpoints);
            if (endpoints.contains(TWO)) {
                throw new NoClassDefFoundError("com/acme/Gone");
            }
        });
        assertThrows(NoClassDefFoundError.class, () -> assign(TWO));

        assign(THREE);

        assertEquals(List.of(List.of(ONE), List.of(TWO), List.of(THREE)), told);
    }

    @Test
    void endpointsThatLeftAreAbsentAndTheVersionSaysWhenToLook() {
        Endpoint six = Endpoint.of("fd00::1", 20880);
        install(TrafficPolicy.NONE, ONE, TWO, six);
        long before = clusters.version();
        assertEquals(Set.of(THREE), clusters.absent(Set.of(ONE, TWO, THREE, six)));

        assign(ONE, TWO, six);
        assertEquals(before, clusters.version());
        assign(Endpoint.of("10.0.0.1", 20881), TWO);

        assertNotEquals(before, clusters.version());
        assertEquals(Set.of(ONE, six), clusters.absent(Set.of(ONE, TWO, six)));
    }
}
