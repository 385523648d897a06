package io.twinmesh.core.cluster;

import static io.twinmesh.core.cluster.Pools.by;
import static io.twinmesh.core.cluster.Pools.endpoints;
import static io.twinmesh.core.cluster.Pools.members;
import static io.twinmesh.core.cluster.Pools.picks;
import static io.twinmesh.core.cluster.Pools.set;
import static io.twinmesh.core.cluster.Pools.weighted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls of endpoints that are out go to all the others alike: a zone that fails must not take its neighbours with it. */
final class OutOfRotationTest {

    private static final OutlierDetection ONCE = new OutlierDetection(1, Duration.ofHours(1), 100);

    /** Ten endpoints, of which those in the middle are unreachable, as if they were a zone. */
    private static Members withoutTheMiddle(List<Endpoint> endpoints) {
        EndpointSet set = set(endpoints);
        endpoints.subList(3, 7).forEach(endpoint -> set.health(endpoint, EndpointHealth.UNREACHABLE));
        return members(set);
    }

    private static int[] shares(LbPolicy lb, Members members, int count) {
        Random random = new Random(11);
        return picks(LoadBalancer.of(by(lb), members, bound -> 0), members, count, random::nextInt);
    }

    @Test
    void roundRobinGivesTheOthersExactlyTheSame() {
        int[] shares = shares(LbPolicy.ROUND_ROBIN, withoutTheMiddle(endpoints(10)), 600);

        assertArrayEquals(new int[] {100, 100, 100, 0, 0, 0, 0, 100, 100, 100}, shares);
    }

    @Test
    void roundRobinKeepsTheWeightsOfTheOthers() {
        EndpointSet set = set(weighted(500, 1, 2, 3));
        set.health(weighted(0).get(0), EndpointHealth.DRAINING);

        assertArrayEquals(new int[] {0, 100, 200, 300}, shares(LbPolicy.ROUND_ROBIN, members(set), 600));
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void noneOfTheOthersGetsMuchMoreThanItsShare(LbPolicy lb) {
        int[] shares = shares(lb, withoutTheMiddle(endpoints(10)), 6_000);

        for (int member = 0; member < 10; member++) {
            boolean out = member >= 3 && member < 7;
            assertEquals(out ? 0 : 1_000, shares[member], out ? 0 : 250, lb + ": member " + member);
        }
    }

    @Test
    void chanceKeepsTheWeightsOfTheOthers() {
        EndpointSet set = set(weighted(40, 10, 40, 30));
        set.health(weighted(0, 0, 0).get(2), EndpointHealth.DRAINING);

        int[] shares = shares(LbPolicy.RANDOM, members(set), 8_000);

        assertEquals(0, shares[2]);
        assertEquals(4_000, shares[0], 150);
        assertEquals(1_000, shares[1], 150);
    }

    @Test
    void whereAlmostAllAreOutTheLastOnesAreFound() {
        for (LbPolicy lb : LbPolicy.values()) {
            List<Endpoint> many = endpoints(500);
            EndpointSet set = set(many, Pools.all(EndpointHealth.UNREACHABLE, 499));

            int[] shares = shares(lb, members(set), 200);

            assertEquals(200, shares[499], lb + ": the one endpoint that is there");
        }
    }

    @Test
    void whoTakesAnotherTurnKeepsItsOwn() {
        EndpointSet set = set(endpoints(4), EndpointHealth.HEALTHY, EndpointHealth.DRAINING);
        Members members = members(set);
        LoadBalancer balancer = LoadBalancer.of(by(LbPolicy.ROUND_ROBIN), members, bound -> 0);

        List<Integer> order = IntStream.range(0, 7)
                .mapToObj(i -> peekedAndPicked(balancer, members))
                .toList();
        set.health(endpoints(4).get(1), EndpointHealth.HEALTHY);

        assertEquals(List.of(0, 2, 3, 0, 2, 3, 0), order);
        assertEquals(1, peekedAndPicked(balancer, members), "it is back, and its turn comes");
    }

    private static int peekedAndPicked(LoadBalancer balancer, Members members) {
        int peeked = balancer.peek(members, Requests.of("T", "buy"), Pools.SELF);
        int picked = balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, bound -> 0);
        assertEquals(peeked, picked);
        return picked;
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void ejectedEndpointsGetNothingUntilAllAreEjected(LbPolicy lb) {
        EndpointSet set = set(endpoints(4));
        Members members = members(set);
        for (int out = 0; out < 4; out++) {
            set.state(out).failed(Outcome.TIMEOUT, ONCE);
            set.state(out).eject(ONCE, System.nanoTime());
            int ejected = out;

            int[] shares = shares(lb, members, 400);

            int toEjected = Arrays.stream(shares).limit(ejected + 1).sum();
            assertEquals(ejected == 3 ? 400 : 0, toEjected, () -> lb + ": " + Arrays.toString(shares));
        }
    }

    @Test
    void roundRobinGoesOnAmongThoseThatAreAllOut() {
        EndpointSet set = set(endpoints(4), Pools.all(EndpointHealth.UNREACHABLE, 4));

        assertArrayEquals(new int[] {50, 50, 50, 50}, shares(LbPolicy.ROUND_ROBIN, members(set), 200));
    }

    @Test
    void usersOfAnEndpointThatIsOutComeBackToIt() {
        List<Endpoint> ten = endpoints(10);
        EndpointSet set = set(ten);
        Members members = members(set);
        LoadBalancer ring = LoadBalancer.of(by(LbPolicy.CONSISTENT_HASH), members, bound -> 0);
        Map<String, String> home = Pools.owners(ten, 500);

        set.health(ten.get(4), EndpointHealth.DRAINING);
        Map<String, String> away = owners(ring, members, 500);
        set.health(ten.get(4), EndpointHealth.HEALTHY);

        home.forEach((user, owner) -> assertEquals(
                !owner.equals("10.0.0.4:20880"), owner.equals(away.get(user)), () -> user + " of " + owner));
        assertEquals(home, owners(ring, members, 500));
    }

    private static Map<String, String> owners(LoadBalancer ring, Members members, int users) {
        return IntStream.range(0, users)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "u" + i,
                        i -> members.name(ring.pick(
                                members, Requests.with("T", "buy", "user", "u" + i), Pools.SELF, bound -> 0))));
    }
}
