package io.twinmesh.core.route;

import io.twinmesh.core.match.CompiledCondition;

/** One match entry of a route, with the conditions that are left to test for a given method. */
final class Branch {

    final CompiledRoute route;
    final CompiledCondition[] conditions;

    Branch(CompiledRoute route, CompiledCondition[] conditions) {
        this.route = route;
        this.conditions = conditions;
    }
}
