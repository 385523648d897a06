package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way, bound to the bundle that decided about it until it ends. Afterwards it refers to no class of the bundle, whoever may
 * still keep it.
 *
 * <p>Threading: see {@link Call}.
 */
final class BundleCall implements Call {

    private Decision decision;
    private final String route;
    private @Nullable Side side;
    private @Nullable Call inner;
    private @Nullable Side limiting;
    private @Nullable Permit permit;

    private BundleCall(Decision decision, String route) {
        this.decision = decision;
        this.route = route;
    }

    /** A call that nobody decided about. */
    static BundleCall rejected(Reject reject) {
        return new BundleCall(reject, "");
    }

    /** A call that a bundle decided about; one that was rejected leaves it at once. */
    static BundleCall of(Side side, Call inner) {
        BundleCall call = new BundleCall(inner.decision(), inner.route());
        if (call.decision instanceof Reject) {
            side.leave();
        } else {
            call.side = side;
            call.inner = inner;
        }
        return call;
    }

    /** The same, with a permit of another bundle that ends with it. */
    BundleCall limitedBy(Side other, Permit given) {
        if (decision instanceof Reject) {
            giveBack(other, given, Outcome.CANCELLED);
        } else {
            limiting = other;
            permit = given;
        }
        return this;
    }

    /** Gives a permit back, and the place in its bundle. */
    static void giveBack(Side of, Permit permit, Outcome outcome) {
        try {
            permit.end(outcome);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            of.tally().threw(e);
        }
        of.leave();
    }

    /** Whether the bundle that decided about it sends it to another endpoint. */
    boolean goesElsewhere(RpcRequest request) {
        Call open = inner;
        Side decider = side;
        if (open == null || decider == null) {
            return false;
        }
        try {
            boolean gone = decider.kernel().goElsewhere(request, open);
            decision = open.decision();
            return gone;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            decider.tally().threw(e);
            return false;
        }
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public void end(Outcome outcome) {
        Call open = inner;
        Side decider = side;
        if (open == null || decider == null) {
            return;
        }
        inner = null;
        side = null;
        decider.end(open, outcome);
        if (permit != null && limiting != null) {
            giveBack(limiting, permit, outcome);
            permit = null;
            limiting = null;
        }
    }
}
