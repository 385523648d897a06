package io.twinmesh.api.model;

import io.twinmesh.api.Stable;
import java.util.List;

/**
 * The services that share a route table.
 *
 * @param domains services: exact, {@code *} for all, or {@code *.suffix}
 * @param routes tried in order, the first match wins
 */
@Stable(since = "0.1")
public record VirtualHost(Origin origin, List<String> domains, List<Route> routes) {

    public VirtualHost {
        domains = List.copyOf(domains);
        routes = List.copyOf(routes);
    }
}
