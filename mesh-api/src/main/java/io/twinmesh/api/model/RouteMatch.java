package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;

/**
 * One entry of a route's matches.
 *
 * @param conditions ANDed; none matches everything
 */
@Stable(since = "0.1")
public record RouteMatch(List<Condition> conditions) {

    public RouteMatch {
        conditions = List.copyOf(conditions);
    }
}
