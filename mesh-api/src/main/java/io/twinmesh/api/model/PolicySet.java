package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;

/**
 * A complete policy as its source delivered it, not yet compiled. Immutable.
 *
 * @param version names the content: equal content has an equal version
 * @param virtualHosts route tables, in the order they are tried
 * @param clusters groups of endpoints
 * @param endpoints first endpoints of each cluster; later ones may come apart from policy
 * @param throttleRules rule documents for the throttlers on the path
 */
@Stable(since = "0.1")
public record PolicySet(
        String version,
        List<VirtualHost> virtualHosts,
        List<Cluster> clusters,
        List<EndpointAssignment> endpoints,
        List<RuleDocument> throttleRules) {

    public PolicySet {
        virtualHosts = List.copyOf(virtualHosts);
        clusters = List.copyOf(clusters);
        endpoints = List.copyOf(endpoints);
        throttleRules = List.copyOf(throttleRules);
    }
}
