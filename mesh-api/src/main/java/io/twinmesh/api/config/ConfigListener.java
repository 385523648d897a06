package io.twinmesh.api.config;

import io.twinmesh.api.Stable;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.PolicySet;
import java.util.List;

/** Takes what a {@link ConfigSource} found. Called by one thread at a time. */
@Stable(since = "0.1")
public interface ConfigListener {

    /**
     * A complete new policy. If a problem is an error, or the kernel finds one, it is refused whole and the last good one stays.
     *
     * @param policy what was read, as far as it could be read
     * @param problems what the source found wrong with it
     */
    void policy(PolicySet policy, List<Problem> problems);

    /** New endpoints of one cluster; policy stays as it is. */
    void endpoints(EndpointAssignment assignment);
}
