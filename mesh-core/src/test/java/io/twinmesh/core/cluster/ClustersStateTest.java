package io.twinmesh.core.cluster;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.core.stats.StatsTable;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import io.twinmesh.testkit.UpgradeContract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was learned about endpoints is not learned again. */
final class ClustersStateTest extends UpgradeContract {

    private static final String TRADE = "com.acme.Trade";
    private static final OutlierDetection TWICE = new OutlierDetection(2, Duration.ofHours(1), 100);
    private static final List<Endpoint> FIVE = Pools.endpoints(5);

    private static Clusters clusters(LbPolicy lb, List<Endpoint> endpoints) {
        TrafficPolicy policy = new TrafficPolicy(lb, lb == LbPolicy.CONSISTENT_HASH ? Pools.BY_USER : null, 0, TWICE);
        Cluster cluster = cluster(TRADE, policy, Policies.subset("all", "v1"));
        Clusters clusters = new Clusters(new StatsTable(Set.of()), bound -> 0);
        clusters.install(List.of(cluster), List.of(new EndpointAssignment(TRADE, endpoints)));
        return clusters;
    }

    private static Clusters usedClusters() {
        return used(clusters(LbPolicy.ROUND_ROBIN, FIVE));
    }

    private static Target target(Clusters clusters) {
        return Objects.requireNonNull(clusters.targets().get(TRADE));
    }

    private static EndpointState state(Clusters clusters, int endpoint) {
        return Objects.requireNonNull(target(clusters).state(FIVE.get(endpoint)));
    }

    private static void fail(Clusters clusters, int endpoint, int times) {
        for (int i = 0; i < times; i++) {
            target(clusters).begin(state(clusters, endpoint));
            target(clusters).end(state(clusters, endpoint), Outcome.UNREACHABLE);
        }
    }

    private static String pick(Clusters clusters, String user) {
        Pool.Picked picked = target(clusters).pool().pick(Requests.with("T", "buy", "user", user), Pools.SELF, b -> 0);
        return Objects.requireNonNull(picked).state().endpoint().toString();
    }

    private static Clusters used(Clusters clusters) {
        clusters.health(FIVE.get(0), EndpointHealth.UNREACHABLE);
        clusters.health(FIVE.get(1), EndpointHealth.DRAINING);
        fail(clusters, 2, 2);
        fail(clusters, 3, 1);
        IntStream.range(0, 7).forEach(i -> pick(clusters, "u" + i));
        return clusters;
    }

    private static Part part(Clusters clusters) {
        return new Part(clusters.participant(), () -> told(clusters));
    }

    private static String told(Clusters clusters) {
        Pool pool = target(clusters).pool();
        String states = pool.states().stream()
                .map(state -> state.endpoint() + " " + state.health() + " ejected " + state.isEjected() + " failures "
                        + state.failures() + " ejections " + state.ejections(System.nanoTime()))
                .collect(Collectors.joining("\n"));
        return states + "\n" + pool.turn();
    }

    @Override
    protected Part fresh() {
        return part(clusters(LbPolicy.ROUND_ROBIN, FIVE));
    }

    @Override
    protected Part warmedUp() {
        Clusters clusters = clusters(LbPolicy.ROUND_ROBIN, FIVE);
        clusters.health(FIVE.get(4), EndpointHealth.UNREACHABLE);
        fail(clusters, 0, 2);
        pick(clusters, "u");
        return part(clusters);
    }

    @Override
    protected Part used() {
        return part(usedClusters());
    }

    @Test
    void aFailureMoreInTheSuccessorEjects() {
        Clusters after = clusters(LbPolicy.ROUND_ROBIN, FIVE);

        after.participant().restore(usedClusters().participant().carry());
        fail(after, 3, 1);

        assertTrue(state(after, 3).isEjected());
    }

    @Test
    void anEjectionEndsWhenItWouldHaveEnded() {
        long now = System.nanoTime();
        EndpointState before = state(usedClusters(), 2);
        long left = before.ejectedFor(now);
        EndpointState after = new EndpointState(FIVE.get(2), null);

        after.restore(CarriedEndpoint.of(before), System.nanoTime());

        long carried = after.ejectedFor(now);
        assertTrue(carried <= left + Duration.ofMinutes(1).toNanos() && carried > 0, () -> carried + " of " + left);
        after.restore(new CarriedEndpoint(FIVE.get(2), EndpointHealth.HEALTHY, 0, 1, 0, 3, 0), System.nanoTime());
        assertFalse(after.isEjected(), "its nanosecond is over");
    }

    @Test
    void anEndpointThatIsNotHealthyIsTriedAgainWhenItWouldHaveBeen() {
        EndpointState young = new EndpointState(FIVE.get(0), null);
        EndpointState old = new EndpointState(FIVE.get(0), null);

        young.restore(unreachableFor(Duration.ofMinutes(5)), System.nanoTime());
        old.restore(unreachableFor(Duration.ofSeconds(331)), System.nanoTime());

        assertFalse(young.usable());
        assertTrue(old.usable());
    }

    private static CarriedEndpoint unreachableFor(Duration time) {
        return new CarriedEndpoint(FIVE.get(0), EndpointHealth.UNREACHABLE, time.toNanos(), 0, 0, 0, 0);
    }

    @Test
    void healthOutlivesTheNextUpdateOfTheEndpoints() {
        Clusters after = clusters(LbPolicy.ROUND_ROBIN, FIVE);
        after.participant().restore(usedClusters().participant().carry());

        after.assign(new EndpointAssignment(TRADE, List.of(FIVE.get(1), FIVE.get(0))));

        assertEquals(EndpointHealth.UNREACHABLE, state(after, 0).health());
        assertEquals(EndpointHealth.DRAINING, state(after, 1).health());
    }

    @Test
    void callsUnderWayAreNotPartOfIt() {
        Clusters before = usedClusters();
        target(before).begin(state(before, 4));
        Clusters after = clusters(LbPolicy.ROUND_ROBIN, FIVE);
        target(after).begin(state(after, 3));

        after.participant().restore(before.participant().carry());

        assertEquals(0, state(after, 4).active());
        assertEquals(1, state(after, 3).active());
    }

    @Test
    void endpointsAndClustersThatAreGoneAreDropped() {
        List<Endpoint> two = List.of(FIVE.get(3), FIVE.get(0));
        Clusters after = clusters(LbPolicy.ROUND_ROBIN, two);
        Clusters other = new Clusters(new StatsTable(Set.of()), bound -> 0);

        after.participant().restore(usedClusters().participant().carry());
        other.participant().restore(usedClusters().participant().carry());

        assertEquals(1, state(after, 3).failures());
        assertEquals(EndpointHealth.UNREACHABLE, state(after, 0).health());
        assertEquals(0, Objects.requireNonNull(target(after).pool().turn()).at(), "another order");
    }

    @Test
    void aHashRingSendsEachKeyToTheSameEndpoint() {
        Clusters before = used(clusters(LbPolicy.CONSISTENT_HASH, FIVE));
        Clusters after = clusters(LbPolicy.CONSISTENT_HASH, FIVE);

        after.participant().restore(before.participant().carry());

        for (int i = 0; i < 500; i++) {
            assertEquals(pick(before, "user" + i), pick(after, "user" + i));
        }
    }

    @Test
    void theTurnGoesOnWhereItWas() {
        Clusters before = clusters(LbPolicy.ROUND_ROBIN, Pools.weighted(1, 2, 3));
        IntStream.range(0, 4).forEach(i -> pick(before, "u"));
        Clusters after = clusters(LbPolicy.ROUND_ROBIN, Pools.weighted(1, 2, 3));

        after.participant().restore(before.participant().carry());

        IntStream.range(0, 12).forEach(i -> assertEquals(pick(before, "u"), pick(after, "u")));
    }
}
