package io.twinmesh.api.model;

import io.twinmesh.api.Protocol;
import io.twinmesh.api.Stable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to match and where to send it.
 *
 * @param id unique in the policy: {@code trade/vip-buyers}
 * @param protocol the family of requests it is for
 * @param matches ORed; none matches everything
 * @param clusters where to, by weight
 * @param stickyBy draws the same cluster for the same value, or null to draw by chance
 */
@Stable(since = "0.1")
public record Route(
        String id,
        Protocol protocol,
        List<RouteMatch> matches,
        List<WeightedCluster> clusters,
        @Nullable HashKey stickyBy,
        Origin origin) {

    public Route {
        matches = List.copyOf(matches);
        clusters = List.copyOf(clusters);
    }
}
