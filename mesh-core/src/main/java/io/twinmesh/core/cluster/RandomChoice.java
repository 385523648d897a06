package io.twinmesh.core.cluster;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import java.util.Arrays;

/** By chance, in proportion to the weights. */
final class RandomChoice implements LoadBalancer {

    private final int[] bounds;

    RandomChoice(Members members) {
        bounds = new int[members.size()];
        int sum = 0;
        for (int i = 0; i < bounds.length; i++) {
            sum += members.sameWeight() ? 1 : members.weight(i);
            bounds[i] = sum;
        }
    }

    @Override
    public int pick(Members members, RpcRequest request, Identity self, Dice dice) {
        return members.usableFrom(draw(dice));
    }

    /** A member, usable or not. */
    int draw(Dice dice) {
        int found = Arrays.binarySearch(bounds, dice.below(bounds[bounds.length - 1]) + 1);
        return found < 0 ? -found - 1 : found;
    }
}
