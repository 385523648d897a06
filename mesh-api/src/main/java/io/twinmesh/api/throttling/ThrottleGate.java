package io.twinmesh.api.throttling;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Stable;
import io.twinmesh.api.upgrade.CarriedState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits on one method, compiled. Threading: any thread, many at once. */
@Stable(since = "0.1")
public interface ThrottleGate {

    /**
     * May this caller call at all? Asked before the call is routed or limited; takes nothing.
     *
     * @param request asked for no more than {@link #depth} says
     * @param caller the calling application, or null if it is not known
     * @return the rejection, or null if the caller may
     */
    default @Nullable Reject authorize(RpcRequest request, @Nullable String caller) {
        return null;
    }

    /** What {@link #authorize} would answer, for an explanation: nothing is counted. */
    default @Nullable Reject wouldRefuse(RpcRequest request, @Nullable String caller) {
        return authorize(request, caller);
    }

    /** Ids of the rules behind {@link #authorize}, which is not asked if there are none; {@link #rules} names them, too. */
    default List<String> authorities() {
        return List.of();
    }

    /**
     * Asks for leave to make a call.
     *
     * @param request asked for no more than {@link #depth} says
     * @param caller the calling application, or null if it is not known
     */
    ThrottleVerdict enter(RpcRequest request, @Nullable String caller);

    /**
     * Takes the places of a call that was let through in the process before. It is not asked whether there is room.
     *
     * @throws io.twinmesh.api.upgrade.UpgradeRefusedException if it is no state of a permit of this gate; the call goes on without one
     */
    default Permit resume(CarriedState carried) {
        return Permit.FREE;
    }

    /** How deep {@code enter} looks into a request. */
    RequestDepth depth();

    /** Whether {@code enter} may wait for its turn (queueing limits). */
    default boolean mayWait() {
        return false;
    }

    /**
     * Whether it looks at how calls end or how many are under way. Where it does, a sidecar reads how long the caller waits for the
     * answer, which stands behind everything else in a frame.
     */
    default boolean watchesCalls() {
        return true;
    }

    /** Ids of the rules behind it, as {@link ThrottlePlan#rules} names them. */
    default List<String> rules() {
        return List.of();
    }
}
