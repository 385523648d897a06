package io.twinmesh.api;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.util.List;
import java.util.Set;

/**
 * The policy kernel as a backend sees it: the one place where decisions are made. Implemented by mesh-core only.
 *
 * <p>Threading: every method may be called by any thread; the two decisions neither lock nor allocate on the common path, and block
 * only where {@link #mayWait} says so. Nothing throws for what a request contains.
 */
@Stable(since = "0.1")
public interface Kernel {

    /** A call to be filled. */
    Call newCall();

    /** Where does this call go? {@code route -> throttle -> cluster -> endpoint}. */
    Decision outbound(RpcRequest request, Call call);

    /** May this call come in? {@code throttle -> local application}. */
    Decision inbound(RpcRequest request, Call call);

    /**
     * Asks the limits alone whether a call may be made, for a call that another kernel decides about: counted by the limits, nowhere else.
     */
    default ThrottleVerdict permit(Direction direction, RpcRequest request) {
        return Permit.FREE;
    }

    /** How deep a request for this method has to be decoded to decide about it under the rules in force. */
    RequestDepth depth(Direction direction, MethodKey key);

    /** Whether deciding about this method may wait (a queueing limit): then it must not be done on an event loop. */
    boolean mayWait(Direction direction, MethodKey key);

    /** Tells the load balancers what a backend learned about an endpoint. */
    void health(Endpoint endpoint, EndpointHealth health);

    /** The endpoints of a service now and whenever they change. */
    Subscription watch(String service, EndpointListener listener);

    /** A number that changes whenever endpoints or clusters change. */
    default long endpointsVersion() {
        return 0;
    }

    /** Those of some endpoints that no cluster contains any more. Looks through all clusters: not for the request path. */
    default Set<Endpoint> absent(Set<Endpoint> endpoints) {
        return Set.of();
    }

    /** Every stage of the decision about this request, without counting it or taking a permit. */
    Explanation explain(Direction direction, RpcRequest request);

    /** What is in force, since when, and what was refused. */
    MeshStatus status();

    /** The numbers kept so far. */
    StatsSource stats();

    /** The parts with run-time state, in the order in which a successor restores them. */
    default List<UpgradeParticipant> participants() {
        return List.of();
    }

    /** What a successor needs to go on with a call that was let through here and has not ended. Changes nothing. */
    default CarriedState carry(Call call) {
        throw new UnsupportedOperationException("kernel: carries no calls");
    }

    /**
     * Fills a call with one that was let through in another process: its decision, its age, the places it holds. Nothing is decided or
     * counted anew; {@link Call#end} counts it as if it had begun here. Its route or its endpoint may be gone from the
     * policy: then they count nothing, and the decision stays.
     *
     * @throws io.twinmesh.api.upgrade.UpgradeRefusedException if the bytes are not those of a call
     */
    default void resume(CarriedState carried, Call call) {
        throw new UnsupportedOperationException("kernel: resumes no calls");
    }

    /** The call goes on in the successor: gives back the places it holds here and counts nothing. */
    default void handedOver(Call call) {
        throw new UnsupportedOperationException("kernel: hands no calls over");
    }
}
