package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.host.Host;
import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.rules.Routing;
import java.util.LinkedHashSet;
import java.util.Set;

/** Policy routing: the rules that look marked packets up in our table, and the table. */
record RoutingTables(Host host) {

    static Set<Routing> wanted(InterceptConfig config) {
        Set<Routing> entries = new LinkedHashSet<>();
        for (Family family : Family.values()) {
            if (config.families().contains(family)) {
                entries.addAll(Routing.of(config, family));
            }
        }
        return entries;
    }

    /** Every entry of ours. */
    Set<Routing> ours(Set<Family> families) {
        Set<Routing> entries = new LinkedHashSet<>();
        for (Family family : families) {
            entries.addAll(Routing.rules(family, host.must("", Routing.listRules(family))));
            // Fails where no table but the usual ones has ever existed.
            entries.addAll(Routing.routes(
                    family, host.run("", Routing.listRoutes(family)).out()));
        }
        return entries;
    }

    void addMissing(Set<Routing> now, Set<Routing> wanted) {
        wanted.stream().filter(entry -> !now.contains(entry)).forEach(entry -> host.must("", entry.add()));
    }

    void deleteOthers(Set<Routing> now, Set<Routing> wanted) {
        now.stream().filter(entry -> !wanted.contains(entry)).forEach(entry -> host.must("", entry.delete()));
    }
}
