package io.twinmesh.core.cluster;

import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.Subject;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.testkit.Requests;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Members, and what load balancers make of them. */
final class Pools {

    static final Identity SELF = new Identity("cart", Map.of());
    static final HashKey BY_USER = new HashKey(Subject.ATTACHMENT, "user", -1);

    private Pools() {}

    static List<Endpoint> endpoints(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Endpoint.of("10.0." + i / 256 + "." + i % 256, 20880))
                .toList();
    }

    static List<Endpoint> weighted(int... weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(i -> Endpoint.of("10.0.0." + i, 20880, Map.of(), weights[i]))
                .toList();
    }

    static EndpointSet set(List<Endpoint> endpoints, EndpointHealth... health) {
        EndpointSet set = new EndpointSet(new EndpointColumns(endpoints), null, endpoint -> null);
        for (int i = 0; i < health.length; i++) {
            set.health(endpoints.get(i), health[i]);
        }
        return set;
    }

    static Members members(EndpointSet set) {
        return new Members(set, IntStream.range(0, set.columns().size()).toArray());
    }

    static TrafficPolicy by(LbPolicy lb) {
        return new TrafficPolicy(lb, lb == LbPolicy.CONSISTENT_HASH ? BY_USER : null, 0, null);
    }

    /** Goes through every face in turn. */
    static Dice counting() {
        AtomicInteger next = new AtomicInteger();
        return bound -> Math.floorMod(next.getAndIncrement(), bound);
    }

    /** How often each member is picked for so many users. */
    static int[] picks(LoadBalancer balancer, Members members, int count, Dice dice) {
        int[] picks = new int[members.size()];
        for (int i = 0; i < count; i++) {
            picks[balancer.pick(members, Requests.with("T", "buy", "user", "u" + i), SELF, dice)]++;
        }
        return picks;
    }

    /** Which endpoint each of so many users gets. */
    static Map<String, String> owners(List<Endpoint> endpoints, int users) {
        Members members = members(set(endpoints));
        LoadBalancer ring = LoadBalancer.of(by(LbPolicy.CONSISTENT_HASH), members, bound -> 0);
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < users; i++) {
            int owner = ring.pick(members, Requests.with("T", "buy", "user", "u" + i), SELF, bound -> 0);
            owners.put("u" + i, members.name(owner));
        }
        return owners;
    }

    static EndpointHealth[] all(EndpointHealth health, int count) {
        EndpointHealth[] all = new EndpointHealth[count];
        Arrays.fill(all, health);
        return all;
    }
}
