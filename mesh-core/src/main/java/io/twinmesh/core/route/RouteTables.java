package io.twinmesh.core.route;

import io.twinmesh.api.Internal;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the route table of a service: an exact domain first, then the longest {@code *.suffix}, then {@code *}. Immutable. */
@Internal(since = "0.1")
public final class RouteTables {

    private final Map<String, List<CompiledRoute>> exact = new HashMap<>();
    private final Map<String, List<CompiledRoute>> suffixes = new HashMap<>();
    private final List<CompiledRoute> all = new ArrayList<>();

    /** Adds a virtual host; of two with the same domain the first stays. */
    public void add(VirtualHost host, List<CompiledRoute> routes) {
        all.addAll(routes);
        for (String domain : host.domains()) {
            if (domain.startsWith("*")) {
                suffixes.putIfAbsent(domain.substring(1), routes);
            } else {
                exact.putIfAbsent(domain, routes);
            }
        }
    }

    /** The routes for calls of a service, in order; of a TCP connection, which names no service, those of all tables. */
    public List<CompiledRoute> routes(Protocol protocol, String service) {
        List<CompiledRoute> table = protocol == Protocol.TCP ? all : table(service);
        return table.stream()
                .filter(route -> route.source().protocol() == protocol)
                .toList();
    }

    private List<CompiledRoute> table(String service) {
        List<CompiledRoute> table = exact.get(service);
        for (int from = 0; table == null && from <= service.length(); from++) {
            table = suffixes.get(service.substring(from));
        }
        return table == null ? List.of() : table;
    }

    /** Every route of every table. */
    public List<CompiledRoute> all() {
        return all;
    }
}
