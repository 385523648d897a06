package io.twinmesh.adapters.dubbo;

import java.util.Set;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.constants.CommonConstants;
import org.jspecify.annotations.Nullable;

/**
 * Which references make several calls of one: to every provider, or to one of every group. Where a call goes is one decision of the mesh, so
 * these are left to Dubbo.
 *
 * <p>Source: {@code apache/dubbo} BroadcastCluster, MergeableCluster.
 */
final class ManyCalls {

    private static final Set<String> CLUSTERS = Set.of("broadcast", "mergeable");

    private ManyCalls() {}

    /** What to say about such a reference, or null if it is none. */
    static @Nullable String warning(URL consumer) {
        String cluster = consumer.getParameter(CommonConstants.CLUSTER_KEY, "");
        return CLUSTERS.contains(cluster)
                ? "reference " + consumer.getServiceKey() + ": cluster: " + cluster
                        + " (expected: one that makes one call of a call, as failover does; dubbo chooses providers, and no rule is asked here)"
                : null;
    }
}
