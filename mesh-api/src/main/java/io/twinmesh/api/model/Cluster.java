package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of endpoints treated as one upstream.
 *
 * @param name unique in the policy; the service's name if the service has one port
 * @param services the services whose calls come here when no route says otherwise
 * @param policy how its endpoints are used
 * @param subsets named selections of its endpoints
 */
@Stable(since = "0.1")
public record Cluster(String name, List<String> services, TrafficPolicy policy, List<Subset> subsets, Origin origin) {

    public Cluster {
        services = List.copyOf(services);
        subsets = List.copyOf(subsets);
    }

    /**
     * How endpoints are used.
     *
     * @param lb how one is picked
     * @param hashKey what {@code CONSISTENT_HASH} hashes, null for the others
     * @param maxRequests concurrent requests at most, 0 for no limit
     * @param outlierDetection when an endpoint is taken out for a while, or null for never
     */
    @Stable(since = "0.1")
    public record TrafficPolicy(
            LbPolicy lb,
            @Nullable HashKey hashKey,
            int maxRequests,
            @Nullable OutlierDetection outlierDetection) {

        /** Round robin without limits. */
        public static final TrafficPolicy NONE = new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 0, null);

        /** Whether it looks at how calls end or how many are under way. */
        public boolean watchesCalls() {
            return maxRequests != 0 || outlierDetection != null || lb == LbPolicy.LEAST_REQUEST;
        }
    }
}
