package io.twinmesh.core.cluster;

import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries the health and the ejections of endpoints and the turns of load balancers, for the clusters and endpoints that the successor has,
 * too. How many calls are under way is not among it: calls that go on bring that themselves. A hash ring has no state; it is the same in
 * every process.
 */
final class ClustersState implements UpgradeParticipant {

    private static final int VERSION = 1;
    private static final int CLUSTER = 1;
    private static final int TURN = 2;

    private final Clusters clusters;

    ClustersState(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public String id() {
        return "clusters";
    }

    @Override
    public CarriedState carry() {
        StateWriter fields = new StateWriter();
        new TreeMap<>(clusters.all()).forEach((name, cluster) -> cluster(name, cluster, fields));
        clusters.targets().forEach((name, target) -> turn(name, target, fields));
        return fields.state(VERSION);
    }

    private static void cluster(String name, ClusterEndpoints cluster, StateWriter fields) {
        StateWriter part = new StateWriter().text(1, name);
        boolean told = false;
        for (EndpointState state : cluster.current().states()) {
            if (state.isRemarkable()) {
                part.part(2, CarriedEndpoint.of(state).part());
                told = true;
            }
        }
        if (told) {
            fields.part(CLUSTER, part);
        }
    }

    private static void turn(String name, Target target, StateWriter fields) {
        Turn turn = target.pool().turn();
        if (turn != null) {
            fields.part(
                    TURN, new StateWriter().text(1, name).number(2, turn.at()).number(3, turn.of()));
        }
    }

    @Override
    public void restore(CarriedState state) {
        StateReader fields = StateReader.of("state 'clusters'", state, VERSION);
        Map<String, List<CarriedEndpoint>> endpoints = new HashMap<>();
        fields.parts(CLUSTER)
                .forEach(part -> endpoints.put(
                        part.text(1),
                        part.parts(2).stream().map(CarriedEndpoint::of).toList()));
        Map<String, Turn> turns = new HashMap<>();
        fields.parts(TURN).forEach(part -> turns.put(part.text(1), Turn.of(part)));
        clusters.all().forEach((name, cluster) -> cluster.restore(endpoints.getOrDefault(name, List.of())));
        turns.forEach(this::restore);
    }

    private void restore(String name, Turn turn) {
        Target target = clusters.targets().get(name);
        if (target != null) {
            target.pool().turn(turn);
        }
    }
}
