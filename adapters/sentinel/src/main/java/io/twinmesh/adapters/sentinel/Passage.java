package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.throttling.Permit;
import org.jspecify.annotations.Nullable;

/**
 * One call inside one resource, and what has to be given back when it ends.
 *
 * <p>Threads: one at a time; it may end on another than it began on.
 */
final class Passage implements Permit {

    private final Stage stage;
    private final @Nullable Passage outer;

    @Nullable StatisticNode origin;

    @Nullable BreakerCall call;

    @Nullable Object @Nullable [] arguments;

    long since;

    Passage(Stage stage, @Nullable Passage outer) {
        this.stage = stage;
        this.outer = outer;
    }

    @Override
    public void end(Outcome outcome) {
        leave(outcome != Outcome.OK && outcome != Outcome.CANCELLED);
    }

    /** Ends it here and in the resource around it. */
    void leave(boolean failed) {
        stage.leave(this, failed);
        if (outer != null) {
            outer.leave(failed);
        }
    }

    /** Ends it in the resource around it only: here it was not let in. */
    void turnBack() {
        if (outer != null) {
            outer.leave(false);
        }
    }
}
