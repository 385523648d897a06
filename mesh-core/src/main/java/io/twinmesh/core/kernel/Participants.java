package io.twinmesh.core.kernel;

import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.core.cluster.Clusters;
import io.twinmesh.core.stats.StatsTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a kernel with run-time state, in the order in which a successor restores them: first the policy, which makes what the others
 * are about; last the counters, so that nothing done on the way is counted.
 *
 * <p>Threading: any thread.
 */
@Singleton
final class Participants {

    private final List<UpgradeParticipant> own = new ArrayList<>();
    private volatile List<UpgradeParticipant> sinks = List.of();

    @Inject
    Participants(PolicyInForce policy, Throttlers throttlers, Clusters clusters, StatsTable stats) {
        own.add(new PolicyState(policy, clusters));
        own.addAll(throttlers.participants());
        own.add(clusters.participant());
        own.add(new RoutesState(policy));
        own.add(stats.participant());
    }

    /** Those of the sinks that are open now. */
    void published(List<UpgradeParticipant> open) {
        sinks = List.copyOf(open);
    }

    List<UpgradeParticipant> all() {
        List<UpgradeParticipant> all = new ArrayList<>(own);
        all.addAll(sinks);
        return all;
    }
}
