package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleVerdict;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel of a bundle in the thread of the caller: one volatile read says which bundles there are.
 *
 * <p>A call that falls to the candidate is first shown to the limits of the serving bundle, so that a limit holds over both. Where they
 * reject it, or where the candidate throws, the serving bundle decides about it as if there were no candidate. When the candidate is to decide
 * more of the calls, what those limits have counted is carried over to it while no call is being decided.
 *
 * <p>Threading: any.
 */
final class BundleBackend implements MeshBackend {

    private static final Reject CLOSED =
            Reject.of(RejectReason.NOT_READY, "mesh: closed (expected: a call before it is closed)");

    private final IntSupplier dice;
    private final Watches watches = new Watches();
    private final Turnstile turnstile = new Turnstile();
    private volatile @Nullable Split split;

    /**
     * Which bundles decide.
     *
     * @param share percent of the calls that the candidate decides
     * @param alarm run when the candidate throws
     */
    record Split(Side serving, @Nullable Side candidate, int share, Runnable alarm) {

        static Split alone(Side serving) {
            return new Split(serving, null, 0, () -> {});
        }
    }

    /** @param dice numbers from 0 to 99 */
    BundleBackend(IntSupplier dice) {
        this.dice = dice;
    }

    /** Puts bundles in force in place of those before, or none: then every call is rejected. */
    synchronized void use(@Nullable Split next) {
        split = next;
    }

    /**
     * Puts bundles in force in place of those that are, after something that is done while no call is being decided. Nothing changes if others
     * are put in force meanwhile.
     *
     * @return whether no call was being decided, but for those that limits let wait in queues
     */
    boolean use(Split next, Runnable first) {
        Split before = split;
        return turnstile.hold(() -> {
            first.run();
            replace(before, next);
        });
    }

    private synchronized void replace(@Nullable Split before, Split next) {
        if (split == before && before != null) {
            split = next;
        }
    }

    /** Percent of the calls that a candidate decides. */
    int share() {
        Split now = split;
        return now == null ? 0 : now.share();
    }

    Watches watches() {
        return watches;
    }

    @Override
    public Call outbound(RpcRequest request) {
        return decide(Direction.OUTBOUND, request);
    }

    @Override
    public Call inbound(RpcRequest request) {
        return decide(Direction.INBOUND, request);
    }

    /** A side that was retired after the split was read lets nobody in; the next split is there by then. */
    private Call decide(Direction direction, RpcRequest request) {
        for (Split now = split; now != null; now = split) {
            Side candidate = now.candidate();
            Call call = candidate == null
                    ? byServing(now.serving(), direction, request)
                    : byEither(now, candidate, direction, request);
            if (call != null) {
                return call;
            }
        }
        return BundleCall.rejected(CLOSED);
    }

    private @Nullable Call byEither(Split now, Side candidate, Direction direction, RpcRequest request) {
        if (mayWait(now.serving(), direction, request) || mayWait(candidate, direction, request)) {
            return decideBeside(now, direction, request);
        }
        turnstile.enter();
        try {
            return split == now ? decideBeside(now, direction, request) : null;
        } finally {
            turnstile.leave();
        }
    }

    /** Nobody is to be held up for a call in the queue of a limit. A bundle that does not say is held to be one that has none. */
    private static boolean mayWait(Side side, Direction direction, RpcRequest request) {
        try {
            return side.kernel().mayWait(direction, request);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return false; // it is asked for a decision next, and what it throws then is looked at
        }
    }

    private @Nullable Call decideBeside(Split now, Direction direction, RpcRequest request) {
        Call call = byCandidate(now, direction, request);
        return call == null ? byServing(now.serving(), direction, request) : call;
    }

    private static @Nullable Call byServing(Side side, Direction direction, RpcRequest request) {
        if (!side.enter()) {
            return null;
        }
        try {
            return BundleCall.of(side, side.decide(direction, request));
        } catch (RuntimeException | Error e) {
            side.tally().threw(e);
            side.leave();
            throw e;
        }
    }

    private @Nullable Call byCandidate(Split now, Direction direction, RpcRequest request) {
        Side candidate = now.candidate();
        if (candidate == null
                || dice.getAsInt() >= now.share()
                || !now.serving().enter()) {
            return null;
        }
        Permit permit = permit(now.serving(), direction, request);
        if (permit == null) {
            now.serving().leave();
            return null;
        }
        BundleCall call = tried(candidate, now.alarm(), direction, request);
        if (call == null) {
            BundleCall.giveBack(now.serving(), permit, Outcome.CANCELLED);
            return null;
        }
        return call.limitedBy(now.serving(), permit);
    }

    /** Leave of the limits of the serving bundle, or null if they reject the call. */
    private static @Nullable Permit permit(Side serving, Direction direction, RpcRequest request) {
        try {
            ThrottleVerdict verdict = serving.kernel().permit(direction, request);
            return verdict instanceof Permit permit ? permit : null;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return null; // the serving bundle is asked in full next, and its exception is the caller's
        }
    }

    private static @Nullable BundleCall tried(Side candidate, Runnable alarm, Direction direction, RpcRequest request) {
        if (!candidate.enter()) {
            return null;
        }
        try {
            return BundleCall.of(candidate, candidate.decide(direction, request));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            candidate.tally().threw(e);
            candidate.leave();
            alarm.run();
            return null;
        }
    }

    /** The bundle that decided about a call knows where else it may go. */
    @Override
    public boolean goElsewhere(RpcRequest request, Call call) {
        return ((BundleCall) call).goesElsewhere(request);
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        return watches.watch(service, listener);
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth health) {
        watches.health(endpoint, health);
    }
}
