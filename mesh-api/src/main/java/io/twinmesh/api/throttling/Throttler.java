package io.twinmesh.api.throttling;

import io.twinmesh.api.Stable;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A throttling engine.
 *
 * <p>Lifecycle: {@link #prepare} for every policy, {@link ThrottlePlan#commit} if the policy is accepted, {@link #close} once. Threading:
 * one thread at a time. Errors: problems are reported, never thrown.
 */
@Stable(since = "0.1")
public interface Throttler extends AutoCloseable {

    /**
     * Reads and checks rules without putting them in force.
     *
     * @param documents those whose format begins with this throttler's id and a dash; may be empty
     * @param problems takes every problem found
     */
    ThrottlePlan prepare(List<RuleDocument> documents, Consumer<Problem> problems);

    /** What its limits have counted, for a successor with the same rules in force; null if it counts nothing. Always the same. */
    default @Nullable UpgradeParticipant participant() {
        return null;
    }

    /** Takes every rule out of force. */
    @Override
    void close();
}
