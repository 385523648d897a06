package io.twinmesh.core.cluster;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Hashes;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A hash ring (Karger et al., "Consistent hashing and random trees", 1997): each member stands at many points, a request goes to the member
 * at the next point after its own hash. A request without the key goes by chance. Members that may not be used are passed over, so their
 * share is spread and the others keep theirs.
 */
final class ConsistentHash implements LoadBalancer {

    private static final int POINTS_PER_MEMBER = 128;
    private static final int POINTS_AT_MOST = 1 << 20;

    private final Part key;
    private final long[] points;
    private final int[] owners;

    ConsistentHash(Members members, Part key) {
        this.key = key;
        int each = Math.max(1, Math.min(POINTS_PER_MEMBER, POINTS_AT_MOST / members.size()));
        Point[] ring = ring(members, each);
        this.points = Arrays.stream(ring).mapToLong(Point::hash).toArray();
        this.owners = Arrays.stream(ring).mapToInt(Point::member).toArray();
    }

    private record Point(long hash, int member) {}

    private static Point[] ring(Members members, int each) {
        int heaviest = 1;
        for (int member = 0; member < members.size(); member++) {
            heaviest = Math.max(heaviest, members.weight(member));
        }
        List<Point> ring = new ArrayList<>();
        for (int member = 0; member < members.size(); member++) {
            long name = Hashes.of(members.name(member));
            int count = Math.max(1, (int) ((long) each * members.weight(member) / heaviest));
            for (int i = 0; i < count; i++) {
                ring.add(new Point(Hashes.mixed(name + i), member));
            }
        }
        ring.sort(Comparator.comparingLong(Point::hash).thenComparingInt(Point::member));
        return ring.toArray(Point[]::new);
    }

    @Override
    public int pick(Members members, RpcRequest request, Identity self, Dice dice) {
        Object value = key.read(request, self);
        int at = value == null ? dice.below(owners.length) : after(Hashes.of(value));
        int home = owners[at];
        return members.usable(home) || !members.usable(members.usableFrom(home)) ? home : next(members, at);
    }

    /** The owner of the next point whose owner may be used. Only asked where there is one: the ring has many more points than members. */
    private int next(Members members, int at) {
        for (int step = 1; step < owners.length; step++) {
            int owner = owners[(at + step) % owners.length];
            if (members.usable(owner)) {
                return owner;
            }
        }
        return owners[at];
    }

    private int after(long hash) {
        int found = Arrays.binarySearch(points, hash);
        int at = found < 0 ? -found - 1 : found;
        return at == points.length ? 0 : at;
    }
}
