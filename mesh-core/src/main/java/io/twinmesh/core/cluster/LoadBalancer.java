package io.twinmesh.core.cluster;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import org.jspecify.annotations.Nullable;

/** Picks one of the members of a pool. Threading: any thread, without locks. */
interface LoadBalancer {

    /** Index of a member; the pool has at least one. */
    int pick(Members members, RpcRequest request, Identity self, Dice dice);

    /** Index of the member that would be picked now, as far as that can be said, without moving on. */
    default int peek(Members members, RpcRequest request, Identity self) {
        return pick(members, request, self, bound -> 0);
    }

    /** Whose turn it is, or null if that is not in a fixed order. */
    default @Nullable Turn turn() {
        return null;
    }

    /** Goes on from here, if the order is the same. */
    default void turn(Turn next) {}

    /** A load balancer for these members. */
    static LoadBalancer of(TrafficPolicy policy, Members members, Dice dice) {
        if (members.size() < 2) {
            return new Only();
        }
        return switch (policy.lb()) {
            case ROUND_ROBIN -> RoundRobin.suits(members) ? new RoundRobin(members, dice) : new RandomChoice(members);
            case RANDOM -> new RandomChoice(members);
            case LEAST_REQUEST -> new LeastRequest(members);
            case CONSISTENT_HASH ->
                policy.hashKey() == null
                        ? new RandomChoice(members)
                        : new ConsistentHash(members, Part.of(policy.hashKey()));
        };
    }

    /** There is nothing to choose. */
    final class Only implements LoadBalancer {
        @Override
        public int pick(Members members, RpcRequest request, Identity self, Dice dice) {
            return 0;
        }
    }
}
