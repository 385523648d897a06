package io.twinmesh.api.throttling;

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

    /** Ids of the rules behind it, as {@link ThrottlePlan#rules} names them. */
    default List<String> rules() {
        return List.of();
    }
}
