package io.twinmesh.core.cluster;

import static io.twinmesh.core.cluster.Pools.by;
import static io.twinmesh.core.cluster.Pools.members;
import static io.twinmesh.core.cluster.Pools.set;
import static io.twinmesh.core.cluster.Pools.weighted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.core.match.Hashes;
import io.twinmesh.testkit.Requests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every process and every version stands the same members at the same points: a user's calls stay where they are through an upgrade. */
final class ConsistentHashTest {

    private static final int POINTS = 128;
    private static final int USERS = 400;

    /** The ring by its definition: as many points as the weight allows, each the mixed hash of the name plus its number. */
    private static NavigableMap<Long, String> ring(List<Endpoint> endpoints) {
        int heaviest = endpoints.stream().mapToInt(Endpoint::weight).max().orElse(1);
        NavigableMap<Long, String> ring = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            for (int i = 0; i < Math.max(1, POINTS * endpoint.weight() / heaviest); i++) {
                ring.put(Hashes.mixed(Hashes.of(endpoint.toString()) + i), endpoint.toString());
            }
        }
        return ring;
    }

    private static String after(NavigableMap<Long, String> ring, long hash) {
        Map.Entry<Long, String> next = ring.ceilingEntry(hash);
        return (next == null ? ring.firstEntry() : next).getValue();
    }

    private static String owner(Members members, String user) {
        LoadBalancer ring = LoadBalancer.of(by(LbPolicy.CONSISTENT_HASH), members, bound -> 0);
        return members.name(ring.pick(members, Requests.with("T", "buy", "user", user), Pools.SELF, bound -> 0));
    }

    @Test
    void everyUserIsWhereTheDefinitionPutsIt() {
        List<Endpoint> endpoints = weighted(7, 30, 1, 300, 299, 150);
        NavigableMap<Long, String> ring = ring(endpoints);
        Members members = members(set(endpoints));

        for (int user = 0; user < USERS; user++) {
            assertEquals(after(ring, Hashes.of("u" + user)), owner(members, "u" + user), "u" + user);
        }
    }

    @Test
    void whoseHashIsBehindTheLastPointBeginsAnew() {
        List<Endpoint> two = weighted(1, 1);
        NavigableMap<Long, String> ring = ring(two);
        String late = IntStream.range(0, 1_000_000)
                .mapToObj(i -> "late" + i)
                .filter(user -> Hashes.of(user) > ring.lastKey())
                .findFirst()
                .orElseThrow();

        assertEquals(ring.firstEntry().getValue(), owner(members(set(two)), late));
    }

    @Test
    void theOrderOfTheEndpointsDoesNotMatter() {
        List<Endpoint> endpoints = new ArrayList<>(weighted(1, 2, 3, 4, 5, 6, 7));
        Members before = members(set(endpoints));
        Collections.shuffle(endpoints, new Random(3));
        Members after = members(set(endpoints));

        for (int user = 0; user < USERS; user++) {
            assertEquals(owner(before, "u" + user), owner(after, "u" + user), "u" + user);
        }
    }

    @Test
    void whicheverEndpointLeavesOnlyItsUsersMove() {
        List<Endpoint> ten = Pools.endpoints(10);
        Map<String, String> before = Pools.owners(ten, USERS);
        for (Endpoint gone : ten) {
            List<Endpoint> nine =
                    ten.stream().filter(endpoint -> !endpoint.equals(gone)).toList();
            Map<String, String> after = Pools.owners(nine, USERS);
            Set<String> tookOver = new HashSet<>();
            before.forEach((user, owner) -> {
                if (owner.equals(gone.toString())) {
                    tookOver.add(after.get(user));
                } else {
                    assertEquals(owner, after.get(user), () -> user + " when " + gone + " left");
                }
            });
            assertTrue(tookOver.size() > 2, () -> "users of " + gone + " went to " + tookOver);
        }
    }

    @Test
    void withoutTheKeyChanceDrawsAmongThePoints() {
        Members members = members(set(weighted(1, 1)));
        LoadBalancer ring = LoadBalancer.of(by(LbPolicy.CONSISTENT_HASH), members, bound -> 0);
        Random random = new Random(5);
        int[] picks = new int[2];
        for (int i = 0; i < 1_000; i++) {
            picks[ring.pick(members, Requests.of("T", "buy"), Pools.SELF, random::nextInt)]++;
        }

        assertEquals(500, picks[0], 100);
    }

    @Test
    void aRingWithoutAKeyIsChance() {
        Members members = members(set(weighted(3, 1)));
        var policy = new TrafficPolicy(LbPolicy.CONSISTENT_HASH, null, 0, null);

        LoadBalancer balancer = LoadBalancer.of(policy, members, bound -> 0);

        assertEquals(3, Pools.picks(balancer, members, 4, Pools.counting())[0]);
    }

    @Test
    void eachMemberHasAPointHoweverLightItIs() {
        List<Endpoint> endpoints = weighted(65_535, 1);
        NavigableMap<Long, String> ring = ring(endpoints);
        String light = IntStream.range(0, 100_000)
                .mapToObj(i -> "v" + i)
                .filter(user ->
                        after(ring, Hashes.of(user)).equals(endpoints.get(1).toString()))
                .findFirst()
                .orElseThrow();
        assertEquals(endpoints.get(1).toString(), owner(members(set(endpoints)), light));
    }

    /** Counts how often a load balancer asks whether a member may be used. */
    private static final class Asked extends Members {

        private int questions;

        Asked(EndpointSet set, int size) {
            super(set, IntStream.range(0, size).toArray());
        }

        @Override
        boolean usable(int member) {
            questions++;
            return super.usable(member);
        }
    }

    @Test
    void whereNobodyMayBeUsedNoMoreAreAskedThanThereAre() {
        List<Endpoint> many = Pools.endpoints(200);
        Asked members = new Asked(set(many, Pools.all(EndpointHealth.UNREACHABLE, 200)), 200);
        LoadBalancer ring = LoadBalancer.of(by(LbPolicy.CONSISTENT_HASH), members, bound -> 0);
        Map<String, String> home = Pools.owners(many, 20);

        for (int user = 0; user < 20; user++) {
            members.questions = 0;
            int owner = ring.pick(members, Requests.with("T", "buy", "user", "u" + user), Pools.SELF, bound -> 0);

            assertEquals(home.get("u" + user), members.name(owner), "stays at home");
            assertTrue(members.questions <= 202, () -> members.questions + " questions about 200 endpoints");
        }
    }

    @Test
    void usersOfEndpointsThatAreOutGoToTheNextPointOfOneThatIsIn() {
        List<Endpoint> endpoints = weighted(7, 30, 1, 300, 299, 150);
        Random random = new Random(13);
        for (int round = 0; round < 40; round++) {
            List<Endpoint> in =
                    endpoints.stream().filter(endpoint -> random.nextBoolean()).toList();
            EndpointSet set = set(endpoints);
            endpoints.stream()
                    .filter(endpoint -> !in.contains(endpoint))
                    .forEach(endpoint -> set.health(endpoint, EndpointHealth.DRAINING));
            NavigableMap<Long, String> ring = ring(endpoints);
            ring.values().retainAll(in.stream().map(Endpoint::toString).toList());
            NavigableMap<Long, String> expected = in.isEmpty() ? ring(endpoints) : ring;
            Members members = members(set);

            for (int user = 0; user < 50; user++) {
                String name = "u" + user;
                assertEquals(after(expected, Hashes.of(name)), owner(members, name), () -> name + " among " + in);
            }
        }
    }
}
