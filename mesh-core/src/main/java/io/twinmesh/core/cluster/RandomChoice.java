package io.twinmesh.core.cluster;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import java.util.Arrays;

/** By chance, in proportion to the weights. */
final class RandomChoice implements LoadBalancer {

    /** With half of the members out, one draw in 65,000 has not found one that is in by then. */
    private static final int DRAWS = 16;

    private final int[] bounds;

    RandomChoice(Members members) {
        bounds = new int[members.size()];
        int shift = shift(members);
        long sum = 0;
        for (int i = 0; i < bounds.length; i++) {
            sum += weight(members, i);
            bounds[i] = (int) (sum >> shift);
        }
    }

    private static int weight(Members members, int member) {
        return members.sameWeight() ? 1 : members.weight(member);
    }

    /** How far sums of weights are scaled down to fit an int: by nothing before some 32,000 members of the greatest weight. */
    private static int shift(Members members) {
        long total = 0;
        for (int member = 0; member < members.size(); member++) {
            total += weight(members, member);
        }
        return Math.max(0, Integer.SIZE + 1 - Long.numberOfLeadingZeros(total));
    }

    @Override
    public int pick(Members members, RpcRequest request, Identity self, Dice dice) {
        return usable(members, dice);
    }

    /** Draws until it meets one that may be used, so that the share of one that may not falls to all others and not to its neighbour. */
    int usable(Members members, Dice dice) {
        for (int draws = 0; draws < DRAWS; draws++) {
            int drawn = draw(dice);
            if (members.usable(drawn)) {
                return drawn;
            }
        }
        return members.usableFrom(draw(dice));
    }

    /** A member, usable or not. */
    private int draw(Dice dice) {
        int found = Arrays.binarySearch(bounds, dice.below(bounds[bounds.length - 1]) + 1);
        return found < 0 ? -found - 1 : found;
    }
}
