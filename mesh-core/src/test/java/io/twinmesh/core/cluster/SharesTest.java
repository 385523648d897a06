package io.twinmesh.core.cluster;

import static io.twinmesh.core.cluster.Pools.by;
import static io.twinmesh.core.cluster.Pools.members;
import static io.twinmesh.core.cluster.Pools.picks;
import static io.twinmesh.core.cluster.Pools.set;
import static io.twinmesh.core.cluster.Pools.weighted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.core.match.Dice;
import io.twinmesh.testkit.Requests;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets how many calls, counted. */
final class SharesTest {

    private static LoadBalancer balancer(LbPolicy lb, Members members) {
        return LoadBalancer.of(by(lb), members, bound -> 0);
    }

    private static int[] shares(LbPolicy lb, int calls, int... weights) {
        Members members = members(set(weighted(weights)));
        Random random = new Random(17);
        return picks(balancer(lb, members), members, calls, random::nextInt);
    }

    @Test
    void anyWeightsComeOutExactlyInARound() {
        long seed = new Random().nextLong();
        for (int round = 0; round < 60; round++) {
            Random random = new Random(seed + round);
            int[] weights = IntStream.generate(() -> 1 + random.nextInt(40))
                    .limit(2 + random.nextInt(9))
                    .toArray();

            int[] shares = shares(LbPolicy.ROUND_ROBIN, Arrays.stream(weights).sum(), weights);

            assertArrayEquals(weights, shares, () -> "seed " + seed + ": " + Arrays.toString(weights));
        }
    }

    @Test
    void inAnyPartOfARoundNobodyIsFarFromItsShare() {
        int[] weights = {10, 5, 3, 2};
        Members members = members(set(weighted(weights)));
        LoadBalancer balancer = balancer(LbPolicy.ROUND_ROBIN, members);
        int[] picks = new int[4];
        for (int call = 1; call <= 60; call++) {
            picks[balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, bound -> 0)]++;
            for (int member = 0; member < 4; member++) {
                assertEquals(call * weights[member] / 20.0, picks[member], 1.5, "member " + member + ", call " + call);
            }
        }
    }

    @Test
    void weightsFarApartKeepTheirRatioNearly() {
        int[] shares = shares(LbPolicy.ROUND_ROBIN, 81_920, 65_535, 32_768, 1, 16_383);

        assertEquals(46_800, shares[0], 500);
        assertEquals(23_400, shares[1], 500);
        assertTrue(shares[2] > 0 && shares[2] <= 20, () -> "the lightest: " + shares[2]);
        assertEquals(11_700, shares[3], 500);
    }

    @Test
    void amongVeryManyWithWeightsThereIsNoFixedOrder() {
        int[] weights = IntStream.range(0, 1_025).map(i -> 1 + i % 2).toArray();
        Members many = members(set(List.of(IntStream.range(0, 1_025)
                .mapToObj(i -> Endpoint.of("10.1." + i / 256 + "." + i % 256, 1, Map.of(), weights[i]))
                .toArray(Endpoint[]::new))));
        Members same = members(set(Pools.endpoints(1_025)));

        assertNull(balancer(LbPolicy.ROUND_ROBIN, many).turn());
        assertNotNull(balancer(LbPolicy.ROUND_ROBIN, same).turn());
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void aSingleMemberGetsAll(LbPolicy lb) {
        assertArrayEquals(new int[] {9}, shares(lb, 9, 7));
    }

    @Test
    void leastRequestFollowsTheWeightsWhereAllAreAsBusy() {
        int[] shares = shares(LbPolicy.LEAST_REQUEST, 8_000, 6, 1, 1);

        assertEquals(6_000, shares[0], 200);
        assertEquals(1_000, shares[1], 150);
    }

    @Test
    void leastRequestKeepsAllAboutAsBusy() {
        EndpointSet set = set(Pools.endpoints(10));
        Members members = members(set);
        LoadBalancer balancer = balancer(LbPolicy.LEAST_REQUEST, members);
        Random random = new Random(23);
        for (int call = 0; call < 2_000; call++) {
            set.state(balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, random::nextInt))
                    .begin();
        }

        int[] active = IntStream.range(0, 10).map(set::active).sorted().toArray();

        assertEquals(2_000, Arrays.stream(active).sum());
        assertTrue(active[9] - active[0] <= 8, () -> Arrays.toString(active));
    }

    @Test
    void leastRequestGivesABusyMemberOnlyWhatBothDrawsGiveIt() {
        EndpointSet set = set(Pools.endpoints(4));
        IntStream.range(0, 50).forEach(i -> set.state(2).begin());
        Members members = members(set);
        Random random = new Random(29);

        int[] shares = picks(balancer(LbPolicy.LEAST_REQUEST, members), members, 8_000, random::nextInt);

        assertEquals(500, shares[2], 100, "one in sixteen");
    }

    @Test
    void threadsTogetherGetExactShares() throws InterruptedException {
        Members members = members(set(weighted(1, 2, 5)));
        LoadBalancer balancer = balancer(LbPolicy.ROUND_ROBIN, members);
        AtomicIntegerArray picks = new AtomicIntegerArray(3);
        Thread[] threads = new Thread[4];
        Arrays.setAll(
                threads,
                i -> new Thread(() -> {
                    for (int call = 0; call < 4_000; call++) {
                        picks.incrementAndGet(balancer.pick(members, Requests.of("T", "buy"), Pools.SELF, Dice.FAIR));
                    }
                }));
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals("[2000, 4000, 10000]", picks.toString());
    }

    @Test
    void whatCannotBeTakenElsewhereGoesToTheNextUsableOneThenToAny() {
        EndpointSet set = set(Pools.endpoints(4));
        Members members = members(set);
        set.state(1).health(EndpointHealth.DRAINING);

        assertEquals(0, members.otherFrom(0, state -> false));
        assertEquals(2, members.otherFrom(0, state -> state == set.state(0)), "past the one that drains");
        assertEquals(0, members.otherFrom(3, state -> state == set.state(3)), "around the end");
        assertEquals(1, members.otherFrom(2, state -> state != set.state(1)), "better one that drains than none");
        assertEquals(-1, members.otherFrom(2, state -> true));
    }
}
