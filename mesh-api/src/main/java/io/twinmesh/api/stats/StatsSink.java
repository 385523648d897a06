package io.twinmesh.api.stats;

import io.twinmesh.api.Stable;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import org.jspecify.annotations.Nullable;

/**
 * Carries numbers out.
 *
 * <p>Lifecycle: {@link #start} once, {@link #close} once. Threading: the sink reads the source from a thread of its own. Errors: those of
 * the outside system are logged by the sink, never thrown at the application.
 */
@Stable(since = "0.1")
public interface StatsSink extends AutoCloseable {

    void start(StatsSource source);

    /** What a successor has to know of it, or what only one process can hold, as a port; null if there is nothing. Always the same. */
    default @Nullable UpgradeParticipant participant() {
        return null;
    }

    @Override
    void close();
}
