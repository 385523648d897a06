package io.twinmesh.core.cluster;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One after the other. With unequal weights the order is a fixed schedule by the smooth weighted round robin known from nginx: in every
 * step each member gains its weight, the highest is taken and pays the sum. It starts at a random place, so that many processes that get the
 * same endpoints at the same time do not all begin with the same one.
 */
final class RoundRobin implements LoadBalancer {

    private static final int LONGEST = 8192;
    private static final int MOST_WEIGHTED = 1024;

    private final int[] schedule;
    private final AtomicInteger turn;

    /** A weighted schedule takes time and room in proportion to the square of the members; among very many, chance is as even. */
    static boolean suits(Members members) {
        return members.sameWeight() || members.size() <= MOST_WEIGHTED;
    }

    RoundRobin(Members members, Dice dice) {
        this.schedule = members.sameWeight() ? plain(members.size()) : weighted(members);
        this.turn = new AtomicInteger(dice.below(schedule.length));
    }

    @Override
    public int pick(Members members, RpcRequest request, Identity self, Dice dice) {
        int now = turn.getAndIncrement();
        int skipped = skipped(members, now);
        if (skipped != 0) {
            turn.compareAndSet(now + 1, now + 1 + skipped);
        }
        return schedule[at(now + skipped)];
    }

    /**
     * How many turns from here on are of members that may not be used: they are passed over with their turns, so that no neighbour takes them
     * beside its own. None if nobody may be used.
     */
    private int skipped(Members members, int now) {
        int step = 0;
        while (step < schedule.length && !members.usable(schedule[at(now + step)])) {
            step++;
        }
        return step == schedule.length ? 0 : step;
    }

    @Override
    public int peek(Members members, RpcRequest request, Identity self) {
        int now = turn.get();
        return schedule[at(now + skipped(members, now))];
    }

    @Override
    public Turn turn() {
        return new Turn(at(turn.get()), schedule.length);
    }

    @Override
    public void turn(Turn next) {
        if (next.of() == schedule.length) {
            turn.set(next.at());
        }
    }

    private int at(int now) {
        return Integer.remainderUnsigned(now, schedule.length);
    }

    private static int[] plain(int size) {
        int[] schedule = new int[size];
        Arrays.setAll(schedule, member -> member);
        return schedule;
    }

    private static int[] weighted(Members members) {
        int[] weights = reduced(members);
        int total = Arrays.stream(weights).sum();
        long[] gained = new long[weights.length];
        int[] schedule = new int[total];
        for (int step = 0; step < total; step++) {
            schedule[step] = next(gained, weights, total);
        }
        return schedule;
    }

    private static int next(long[] gained, int[] weights, int total) {
        int best = 0;
        for (int i = 0; i < weights.length; i++) {
            gained[i] += weights[i];
            if (gained[i] > gained[best]) {
                best = i;
            }
        }
        gained[best] -= total;
        return best;
    }

    /** Weights over their common divisor, and scaled down further where the schedule would get too long. */
    private static int[] reduced(Members members) {
        int[] weights = new int[members.size()];
        Arrays.setAll(weights, members::weight);
        int divisor = Arrays.stream(weights).reduce(0, RoundRobin::gcd);
        long total = Arrays.stream(weights).asLongStream().sum() / divisor;
        long limit = Math.max(LONGEST, weights.length);
        double scale = total <= limit ? 1.0 / divisor : (double) limit / total / divisor;
        return Arrays.stream(weights)
                .map(w -> (int) Math.max(1, Math.round(w * scale)))
                .toArray();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
