package io.twinmesh.core.cluster;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;

/** The less busy of two drawn by chance (Mitzenmacher, "The power of two choices in randomized load balancing", 2001). */
final class LeastRequest implements LoadBalancer {

    private final RandomChoice choice;

    LeastRequest(Members members) {
        choice = new RandomChoice(members);
    }

    @Override
    public int pick(Members members, RpcRequest request, Identity self, Dice dice) {
        int one = choice.usable(members, dice);
        int other = choice.usable(members, dice);
        return members.active(other) < members.active(one) ? other : one;
    }
}
