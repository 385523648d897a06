package io.twinmesh.core.cluster;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.Subset;
import io.twinmesh.core.stats.StatsTable;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clusters and subsets as routes see them: who is in them, how many calls they take, when their endpoints are ejected. */
final class TargetTest {

    private static final String TRADE = "com.acme.Trade";

    private final Clusters clusters = new Clusters(new StatsTable(Set.of()), bound -> 0);

    private static TrafficPolicy limited(int maxRequests) {
        return new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, maxRequests, null);
    }

    private static TrafficPolicy ejecting(int errors, Duration time, int percent) {
        return new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 0, new OutlierDetection(errors, time, percent));
    }

    private Target install(Cluster cluster, List<Endpoint> endpoints) {
        return Objects.requireNonNull(
                clusters.install(List.of(cluster), List.of(new EndpointAssignment(cluster.name(), endpoints)))
                        .get(cluster.name()));
    }

    private static Set<Endpoint> endpoints(Target target) {
        return target.pool().states().stream().map(EndpointState::endpoint).collect(Collectors.toSet());
    }

    private static void fail(Target target, Endpoint endpoint, int times) {
        EndpointState state = Objects.requireNonNull(target.state(endpoint));
        for (int i = 0; i < times; i++) {
            target.begin(state);
            target.end(state, Outcome.TIMEOUT);
        }
    }

    private static long ejected(Target target) {
        return target.pool().states().stream().filter(EndpointState::isEjected).count();
    }

    @Test
    void endpointsReachAClusterWhateverItsName() {
        String name = "outbound|20880||com.acme.Trade";
        Cluster cluster = cluster(name, TrafficPolicy.NONE, Policies.subset("v1", "v1"));
        Target whole = install(cluster, Pools.endpoints(1));
        Endpoint labelled = Endpoint.of("10.0.0.9", 20880, Map.of("version", "v1"), 1);

        clusters.assign(new EndpointAssignment(name, List.of(Pools.endpoints(2).get(1), labelled)));

        assertEquals(Set.of(Pools.endpoints(2).get(1), labelled), endpoints(whole));
        assertEquals(
                Set.of(labelled),
                endpoints(Objects.requireNonNull(clusters.targets().get(name + "|v1"))));
    }

    @Test
    void endpointsOfOneClusterAreNotThoseOfAnother() {
        Cluster short1 = cluster("a", TrafficPolicy.NONE);
        Cluster long1 = cluster("a|b", TrafficPolicy.NONE);
        Map<String, Target> targets = clusters.install(
                List.of(short1, long1),
                List.of(
                        new EndpointAssignment("a", Pools.endpoints(1)),
                        new EndpointAssignment("a|b", Pools.endpoints(2))));

        clusters.assign(new EndpointAssignment("a", Pools.endpoints(3)));

        assertEquals(3, Objects.requireNonNull(targets.get("a")).pool().size());
        assertEquals(2, Objects.requireNonNull(targets.get("a|b")).pool().size());
    }

    @Test
    void everySubsetHasExactlyTheEndpointsThatCarryAllItsLabels() {
        List<Endpoint> endpoints = IntStream.range(0, 64)
                .mapToObj(i -> Endpoint.of("10.0.0." + i, 1, labels(i), i % 5))
                .toList();
        List<Subset> subsets = IntStream.range(0, 16)
                .mapToObj(i -> new Subset("s" + i, labels(i), null))
                .toList();
        Cluster cluster = new Cluster(TRADE, List.of(TRADE), TrafficPolicy.NONE, subsets, new Origin("", ""));
        install(cluster, endpoints);

        for (Subset subset : subsets) {
            Set<String> expected = endpoints.stream()
                    .filter(endpoint -> endpoint.weight() > 0)
                    .filter(endpoint -> endpoint.labels()
                            .entrySet()
                            .containsAll(subset.labels().entrySet()))
                    .map(Endpoint::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
            Target target = Objects.requireNonNull(clusters.targets().get(TRADE + "|" + subset.name()));
            assertEquals(
                    expected,
                    endpoints(target).stream().map(Endpoint::toString).collect(Collectors.toCollection(TreeSet::new)),
                    subset.labels().toString());
        }
    }

    /** Bits of a number as labels; all but every fifth number lack one. */
    private static Map<String, String> labels(int bits) {
        return IntStream.range(0, 4)
                .filter(bit -> bit != bits % 5)
                .boxed()
                .collect(Collectors.toMap(bit -> "l" + bit, bit -> "" + (bits >> bit & 1)));
    }

    @Test
    void aSubsetMayHaveALimitOfItsOwn() {
        Subset own = new Subset("own", Map.of(), limited(1));
        Subset shared = new Subset("shared", Map.of(), null);
        Cluster cluster = new Cluster(TRADE, List.of(), limited(2), List.of(own, shared), new Origin("", ""));
        install(cluster, Pools.endpoints(1));
        Target first = Objects.requireNonNull(clusters.targets().get(TRADE + "|own"));
        Target second = Objects.requireNonNull(clusters.targets().get(TRADE + "|shared"));

        assertTrue(first.enter());
        assertFalse(first.enter());
        assertTrue(second.enter());
        assertTrue(second.enter());
        assertFalse(second.enter());
        assertEquals(1, first.active());
        assertEquals(2, second.active());
    }

    @Test
    void placesOutliveAPolicyWithAnotherLimit() {
        Target before = install(cluster(TRADE, limited(3)), Pools.endpoints(1));
        assertTrue(before.enter());
        assertTrue(before.enter());

        Target after = install(cluster(TRADE, limited(2)), Pools.endpoints(1));
        assertFalse(after.enter(), "two are in flight");
        before.leave();

        assertTrue(after.enter());
        assertEquals(2, after.active());
    }

    @Test
    void aPlaceIsTakenEvenWhereThereIsNone() {
        Target limited = install(cluster(TRADE, limited(1)), Pools.endpoints(1));
        assertTrue(limited.occupy());
        assertTrue(limited.occupy());

        assertFalse(limited.enter());
        limited.leave();
        limited.leave();

        assertTrue(limited.enter());
        assertFalse(install(cluster(TRADE, limited(0)), Pools.endpoints(1)).occupy());
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 1", "10, 9, 1", "10, 19, 1", "10, 20, 2", "10, 50, 5", "10, 100, 10", "3, 50, 1", "1, 50, 1"})
    void noMoreThanTheirShareIsEjected(int size, int percent, int most) {
        List<Endpoint> endpoints = Pools.endpoints(size);
        Target target = install(cluster(TRADE, ejecting(2, Duration.ofHours(1), percent)), endpoints);

        endpoints.forEach(endpoint -> fail(target, endpoint, 4));

        assertEquals(most, ejected(target));
    }

    @Test
    void whatComesBackMakesRoomForTheNext() {
        List<Endpoint> two = Pools.endpoints(2);
        Target target = install(cluster(TRADE, ejecting(1, Duration.ofHours(1), 50)), two);
        fail(target, two.get(0), 1);
        fail(target, two.get(1), 1);
        assertEquals(1, ejected(target));

        Objects.requireNonNull(target.state(two.get(0))).forget();
        fail(target, two.get(1), 1);

        assertTrue(Objects.requireNonNull(target.state(two.get(1))).isEjected());
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void onlyWhatTheEndpointFailedAtCountsAgainstIt(Outcome outcome) {
        OutlierDetection rule = new OutlierDetection(2, Duration.ofHours(1), 100);
        EndpointState state = new EndpointState(Pools.endpoints(1).get(0), null);
        boolean blamed =
                outcome == Outcome.SERVER_ERROR || outcome == Outcome.TIMEOUT || outcome == Outcome.UNREACHABLE;

        state.failed(Outcome.TIMEOUT, rule);

        assertEquals(blamed, state.failed(outcome, rule));
        assertEquals(blamed ? 2 : 0, state.failures());
    }

    @Test
    void anEndpointThatIsOutAlreadyIsNotEjectedAgain() {
        List<Endpoint> two = Pools.endpoints(2);
        Target target = install(cluster(TRADE, ejecting(1, Duration.ofHours(1), 100)), two);

        fail(target, two.get(0), 5);

        assertEquals(1, Objects.requireNonNull(target.state(two.get(0))).ejections(System.nanoTime()));
    }

    @Test
    void stateIsKnownOnlyOfEndpointsThatAreHere() {
        Target target = install(cluster(TRADE, TrafficPolicy.NONE), Pools.endpoints(2));

        assertNotNull(target.state(Pools.endpoints(2).get(1)));
        assertNull(target.state(Pools.endpoints(3).get(2)));
        assertNull(target.state(Endpoint.of("10.0.0.1", 20881)));
    }

    @Test
    void callsEndWhereTheyBeganWhateverChangedMeanwhile() {
        Target target = install(cluster(TRADE, TrafficPolicy.NONE), Pools.endpoints(3));
        EndpointState state = Objects.requireNonNull(
                        target.pool().pick(Requests.of("T", "buy"), Pools.SELF, bound -> 0))
                .state();
        target.begin(state);

        clusters.assign(new EndpointAssignment(TRADE, Pools.endpoints(9)));
        assertEquals(1, Objects.requireNonNull(target.state(state.endpoint())).active());
        clusters.assign(new EndpointAssignment(TRADE, List.of()));
        target.end(state, Outcome.OK);

        assertEquals(0, state.active());
    }
}
