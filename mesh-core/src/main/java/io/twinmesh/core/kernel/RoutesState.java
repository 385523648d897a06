package io.twinmesh.core.kernel;

import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.HashMap;
import java.util.Map;

/** Carries how often each route was taken. */
final class RoutesState implements UpgradeParticipant {

    private static final int VERSION = 1;
    private static final int ROUTE = 1;

    private final PolicyInForce policy;

    RoutesState(PolicyInForce policy) {
        this.policy = policy;
    }

    @Override
    public String id() {
        return "routes";
    }

    @Override
    public CarriedState carry() {
        StateWriter fields = new StateWriter();
        Snapshot snapshot = policy.snapshot();
        if (snapshot != null) {
            snapshot.compiledRoutes()
                    .filter(route -> route.matched() > 0)
                    .forEach(route -> fields.part(
                            ROUTE, new StateWriter().text(1, route.id()).number(2, route.matched())));
        }
        return fields.state(VERSION);
    }

    @Override
    public void restore(CarriedState state) {
        StateReader fields = StateReader.of("state 'routes'", state, VERSION);
        Map<String, Long> matched = new HashMap<>();
        for (StateReader route : fields.parts(ROUTE)) {
            long count = route.number(2);
            if (count < 0) {
                throw route.refused("count " + count, "0 or more");
            }
            matched.put(route.text(1), count);
        }
        Snapshot snapshot = policy.snapshot();
        if (snapshot != null) {
            snapshot.compiledRoutes().forEach(route -> route.matched(matched.getOrDefault(route.id(), 0L)));
        }
    }
}
