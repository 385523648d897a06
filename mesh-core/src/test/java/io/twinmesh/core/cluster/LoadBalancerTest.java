package io.twinmesh.core.cluster;

import static io.twinmesh.core.cluster.Pools.by;
import static io.twinmesh.core.cluster.Pools.counting;
import static io.twinmesh.core.cluster.Pools.endpoints;
import static io.twinmesh.core.cluster.Pools.members;
import static io.twinmesh.core.cluster.Pools.picks;
import static io.twinmesh.core.cluster.Pools.set;
import static io.twinmesh.core.cluster.Pools.weighted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.core.match.Dice;
import io.twinmesh.testkit.Requests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LoadBalancerTest {

    private static int[] shares(LbPolicy lb, Members members, int count) {
        return picks(LoadBalancer.of(by(lb), members, bound -> 0), members, count, counting());
    }

    /** 400 picks; dice with a period would meet the same pairs again and again. */
    private static int[] sharesByChance(LbPolicy lb, Members members) {
        Random random = new Random(7);
        return picks(LoadBalancer.of(by(lb), members, bound -> 0), members, 400, random::nextInt);
    }

    @Test
    void roundRobinGivesEveryMemberItsExactShare() {
        assertArrayEquals(new int[] {100, 100, 100}, shares(LbPolicy.ROUND_ROBIN, members(set(endpoints(3))), 300));
        assertArrayEquals(
                new int[] {500, 100, 200}, shares(LbPolicy.ROUND_ROBIN, members(set(weighted(5, 1, 2))), 800));
        assertArrayEquals(
                new int[] {200, 300}, shares(LbPolicy.ROUND_ROBIN, members(set(weighted(40_000, 60_000))), 500));
    }

    @Test
    void theHeaviestMemberDoesNotGetItsShareAtOnce() {
        Members members = members(set(weighted(5, 1, 1)));
        LoadBalancer balancer = LoadBalancer.of(by(LbPolicy.ROUND_ROBIN), members, bound -> 0);

        List<Integer> order = IntStream.range(0, 7)
                .mapToObj(i -> balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, bound -> 0))
                .toList();

        assertEquals(List.of(0, 0, 1, 0, 2, 0, 0), order);
    }

    @Test
    void roundRobinStartsWhereTheDiceSay() {
        Members members = members(set(endpoints(4)));
        LoadBalancer balancer = LoadBalancer.of(by(LbPolicy.ROUND_ROBIN), members, bound -> 2);

        assertEquals(2, balancer.peek(members, Requests.of("T", "buy"), Pools.SELF));
        assertEquals(2, balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, bound -> 0));
        assertEquals(3, balancer.peek(members, Requests.of("T", "buy"), Pools.SELF));
    }

    @Test
    void chanceFollowsTheWeights() {
        assertArrayEquals(new int[] {500, 100, 200}, shares(LbPolicy.RANDOM, members(set(weighted(5, 1, 2))), 800));
    }

    @Test
    void weightsOfManyEndpointsAddUp() {
        List<Endpoint> many = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            many.add(Endpoint.of(
                    "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1, Map.of(), 65_535 - i % 2));
        }
        Members members = members(set(many));
        LoadBalancer balancer = LoadBalancer.of(by(LbPolicy.RANDOM), members, bound -> 0);

        int first = balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, bound -> 0);
        int last = balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, bound -> bound - 1);

        assertEquals(0, first);
        assertEquals(69_999, last);
    }

    @Test
    void theLessBusyOfTwoIsPicked() {
        EndpointSet set = set(endpoints(2));
        set.state(0).begin();
        Members members = members(set);
        LoadBalancer balancer = LoadBalancer.of(by(LbPolicy.LEAST_REQUEST), members, bound -> 0);

        assertEquals(1, balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, counting()));

        set.state(0).end();
        set.state(1).begin();
        assertEquals(0, balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, counting()));
    }

    @Test
    void aWeightOfZeroTakesNoCalls() {
        EndpointSet set = set(weighted(0, 1, 0));
        Pool pool = new Pool("c", by(LbPolicy.ROUND_ROBIN), members(set), Dice.FAIR);

        assertEquals(1, pool.size());
        assertEquals(
                "10.0.0.1:20880",
                pool.pick(Requests.of("T", "buy"), Pools.SELF, Dice.FAIR)
                                .forward()
                                .endpoint() + "");
    }

    @Test
    void anEmptyPoolPicksNothing() {
        Pool pool = new Pool("c", by(LbPolicy.ROUND_ROBIN), members(set(List.of())), Dice.FAIR);

        assertNull(pool.pick(Requests.of("T", "buy"), Pools.SELF, Dice.FAIR));
        assertNull(pool.peek(Requests.of("T", "buy"), Pools.SELF));
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void membersThatMayNotBeUsedArePassedOver(LbPolicy lb) {
        EndpointSet set = set(endpoints(4), EndpointHealth.DRAINING, EndpointHealth.UNREACHABLE);

        int[] shares = sharesByChance(lb, members(set));

        assertEquals(0, shares[0], "draining");
        assertEquals(0, shares[1], "unreachable");
        assertTrue(shares[2] > 0 && shares[3] > 0, () -> Arrays.toString(shares));
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void whereNoneMayBeUsedAllAre(LbPolicy lb) {
        EndpointSet set = set(endpoints(4), Pools.all(EndpointHealth.UNREACHABLE, 4));

        int[] shares = sharesByChance(lb, members(set));

        assertEquals(400, Arrays.stream(shares).sum());
        assertTrue(Arrays.stream(shares).allMatch(share -> share > 0), () -> Arrays.toString(shares));
    }

    @Test
    void oneUserStaysWithOneEndpoint() {
        assertEquals(Pools.owners(endpoints(10), 1_000), Pools.owners(endpoints(10), 1_000));
    }

    @Test
    void aNewEndpointTakesItsShareAndNothingElseMoves() {
        Map<String, String> before = Pools.owners(endpoints(10), 10_000);
        Map<String, String> after = Pools.owners(endpoints(11), 10_000);

        List<String> moved = before.keySet().stream()
                .filter(user -> !before.get(user).equals(after.get(user)))
                .toList();

        assertEquals(10_000.0 / 11, moved.size(), 350, "users that moved");
        assertTrue(moved.stream().allMatch(user -> after.get(user).equals("10.0.0.10:20880")));
    }

    @Test
    void theUsersOfAnEndpointThatLeavesAreSpreadAndTheOthersStay() {
        Map<String, String> before = Pools.owners(endpoints(10), 10_000);
        Map<String, String> after = Pools.owners(endpoints(9), 10_000);

        before.forEach((user, owner) -> assertTrue(
                owner.equals("10.0.0.9:20880") || owner.equals(after.get(user)),
                () -> user + ": from " + owner + " to " + after.get(user)));
    }

    @Test
    void hashSharesFollowTheWeights() {
        int[] shares = shares(LbPolicy.CONSISTENT_HASH, members(set(weighted(300, 100))), 10_000);

        assertEquals(7_500, shares[0], 900, "by weight 3 of 4");
    }
}
