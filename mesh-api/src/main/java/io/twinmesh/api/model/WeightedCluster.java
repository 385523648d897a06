package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import org.jspecify.annotations.Nullable;

/**
 * One destination of a route.
 *
 * @param cluster name of a cluster of the same policy
 * @param subset name of one of its subsets, or null for all endpoints
 * @param weight share of the calls, relative to the sum of the route's weights; 0 takes none
 */
@Stable(since = "0.1")
public record WeightedCluster(String cluster, @Nullable String subset, int weight) {

    /** {@code cluster} or {@code cluster|subset}. */
    public String name() {
        return subset == null ? cluster : cluster + "|" + subset;
    }
}
