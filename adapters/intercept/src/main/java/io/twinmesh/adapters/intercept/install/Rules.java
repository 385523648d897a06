package io.twinmesh.adapters.intercept.install;

import io.twinmesh.adapters.intercept.model.Family;
import io.twinmesh.adapters.intercept.model.Tool;
import io.twinmesh.adapters.intercept.rules.Routing;
import java.util.Map;
import java.util.Set;

/** All rules of ours on a machine, as they are or as they shall be. */
record Rules(Map<Tool, Map<Family, String>> filters, Set<Routing> routing) {

    boolean isEmpty() {
        return routing.isEmpty()
                && filters.values().stream()
                        .flatMap(texts -> texts.values().stream())
                        .allMatch(String::isEmpty);
    }
}
