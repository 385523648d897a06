package io.twinmesh.adapters.sentinel;

import com.alibaba.csp.sentinel.node.StatisticNode;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * One call inside one resource, and what has to be given back when it ends.
 *
 * <p>Threads: one at a time; it may end on another than it began on.
 */
final class Passage implements Permit {

    private final Stage stage;
    private final @Nullable Passage outer;
    private final String caller;

    @Nullable StatisticNode origin;

    @Nullable BreakerCall call;

    @Nullable Object @Nullable [] arguments;

    long since;

    Passage(Stage stage, @Nullable Passage outer, String caller) {
        this.stage = stage;
        this.outer = outer;
        this.caller = caller;
    }

    @Override
    public void end(Outcome outcome) {
        if (outcome == Outcome.CANCELLED) {
            cancel();
        } else {
            leave(outcome != Outcome.OK);
        }
    }

    /** Nobody learned how the call would have ended: it frees its places and is no success of anything. */
    private void cancel() {
        stage.cancel(this);
        if (outer != null) {
            outer.cancel();
        }
    }

    /** Everything the successor's limits need: the resources it is in, the outer one first, and who called. */
    @Override
    public CarriedState carry() {
        StateWriter fields = new StateWriter().text(2, caller);
        String group = stage.group();
        if (group != null) {
            fields.text(1, group);
        }
        write(fields);
        return fields.state(MethodGate.PERMIT_VERSION);
    }

    private void write(StateWriter fields) {
        if (outer != null) {
            outer.write(fields);
        }
        fields.part(3, CarriedPassage.write(this, stage.name()));
    }

    @Override
    public void handedOver() {
        stage.release(this);
        if (outer != null) {
            outer.handedOver();
        }
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
