package io.twinmesh.api.routing;

import io.twinmesh.api.Stable;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force.
 *
 * @param version version of the policy in force, or null if there is none yet: not ready
 * @param since when it came into force, or null
 * @param refusedVersion a newer version that was refused, or null
 * @param problems of the newest version that was delivered, refused or not
 */
@Stable(since = "0.1")
public record MeshStatus(
        String application,
        @Nullable String version,
        @Nullable Instant since,
        @Nullable String refusedVersion,
        List<Problem> problems,
        List<RuleStatus> rules,
        List<ClusterStatus> clusters) {

    /** Whether calls can be decided. */
    public boolean ready() {
        return version != null;
    }

    /** A cluster or a subset of one, as {@code name|subset}. */
    @Stable(since = "0.1")
    public record ClusterStatus(String name, String lb, long activeRequests, List<EndpointStatus> endpoints) {}

    /** An endpoint of it. */
    @Stable(since = "0.1")
    public record EndpointStatus(Endpoint endpoint, EndpointHealth health, boolean ejected, int activeRequests) {}
}
