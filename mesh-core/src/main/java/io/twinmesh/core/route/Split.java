package io.twinmesh.core.route;

import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Hashes;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.match.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shares calls among weighted destinations: by chance, or by a hash where the route is sticky and the request carries the key. */
final class Split {

    private final int[] bounds;
    private final @Nullable Part stickyBy;

    Split(List<WeightedCluster> clusters, @Nullable HashKey stickyBy) {
        this.bounds = new int[clusters.size()];
        this.stickyBy = stickyBy == null ? null : Part.of(stickyBy);
        int sum = 0;
        for (int i = 0; i < bounds.length; i++) {
            sum += clusters.get(i).weight();
            bounds[i] = sum;
        }
    }

    /** Index of the destination for this request. */
    int draw(RpcRequest request, Identity self, Dice dice) {
        if (bounds.length == 1) {
            return 0;
        }
        int total = bounds[bounds.length - 1];
        Object key = stickyBy == null ? null : stickyBy.read(request, self);
        return at(key == null ? dice.below(total) : (int) Long.remainderUnsigned(Hashes.of(key), total));
    }

    private int at(int point) {
        int i = 0;
        while (point >= bounds[i]) {
            i++;
        }
        return i;
    }

    @Nullable Part stickyBy() {
        return stickyBy;
    }
}
