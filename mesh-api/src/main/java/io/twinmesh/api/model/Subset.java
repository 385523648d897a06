package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a cluster that carry these labels.
 *
 * @param policy instead of the cluster's, or null
 */
@Stable(since = "0.1")
public record Subset(String name, Map<String, String> labels, Cluster.@Nullable TrafficPolicy policy) {

    public Subset {
        labels = Map.copyOf(labels);
    }
}
