package io.twinmesh.backend.proxy.upgrade;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a test can look at an upgrade, or stop it, between two of its steps. Does nothing in a process without a watcher. Threads: the one
 * that conducts the upgrade calls the watcher and waits for it.
 */
final class Checkpoint {

    private static volatile @Nullable BiConsumer<Step, Round> watcher;

    private Checkpoint() {}

    /** A step of a transfer has been taken. */
    static void at(Step step, Round round) {
        BiConsumer<Step, Round> watching = watcher;
        if (watching != null) {
            watching.accept(step, round);
        }
    }

    /** A step has been taken that there is on the way forward only. */
    static void at(Step step) {
        at(step, Round.FORWARD);
    }

    /** Shows every step from now on to a watcher; to nobody with null. */
    static void watch(@Nullable BiConsumer<Step, Round> by) {
        watcher = by;
    }
}
