package io.twinmesh.core.kernel;

import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.core.stats.StatsTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The parts of a kernel with run-time state, in the order in which a successor restores them. Threading: any thread. */
@Singleton
final class Participants {

    private final List<UpgradeParticipant> all = new CopyOnWriteArrayList<>();

    @Inject
    Participants(StatsTable stats) {
        all.add(stats.participant());
    }

    /** Adds a part that was started later. */
    void add(UpgradeParticipant participant) {
        all.add(participant);
    }

    List<UpgradeParticipant> all() {
        return List.copyOf(all);
    }
}
