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
import org.jspecify.annotations.Nullable;

/**
 * The policy kernel as a backend sees it: the one place where decisions are made. Implemented by mesh-core only.
 *
 * <p>Threading: every method may be called by any thread; the two decisions neither lock nor allocate on the common path, and block
 * only where {@link #decideAtOnce} would not decide. Nothing throws for what a request contains.
 */
@Stable(since = "0.1")
public interface Kernel {

    /** A call to be filled. */
    Call newCall();

    /** Where does this call go? {@code authorize -> route -> throttle -> cluster -> endpoint}. May wait where a limit queues calls. */
    Decision outbound(RpcRequest request, Call call);

    /** May this call come in? {@code authorize -> throttle -> local application}. May wait where a limit queues calls. */
    Decision inbound(RpcRequest request, Call call);

    /**
     * Asks the limits alone whether a call may be made, for a call that another kernel decides about: counted by the limits, nowhere else.
     */
    default ThrottleVerdict permit(Direction direction, RpcRequest request) {
        return Permit.FREE;
    }

    /** Whether {@link #permit} or a decision about this request may wait, because a limit queues its calls. Takes and counts nothing. */
    default boolean mayWait(Direction direction, RpcRequest request) {
        return false;
    }

    /**
     * Decides like {@link #outbound} or {@link #inbound}, but never waits: null, and nothing taken or counted, if a limit may make this
     * method's calls wait. Then it has to be decided by a thread that may. Whether to wait and what to decide are one look at the rules in
     * force, so no change of them comes between.
     */
    @Nullable Decision decideAtOnce(Direction direction, RpcRequest request, Call call);

    /**
     * The endpoint of an outbound call could not be reached and nothing was sent: may the call go elsewhere? If so, the endpoint is told of
     * the failure, and the call's decision is another endpoint of the same cluster that it was not sent to before; route, permits and
     * places stay as they are, and the call is counted once, when it ends. If not - it was tried often enough, or nothing else is left -
     * nothing changes: the backend carries the decision out as well as it can, or ends the call as {@link Outcome#UNREACHABLE}.
     */
    boolean goElsewhere(RpcRequest request, Call call);

    /** How deep a request for this method has to be decoded to decide about it under the rules in force. */
    RequestDepth depth(Direction direction, MethodKey key);

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

    /** Whether a policy is in force, as {@link #status} says at more length. */
    default boolean ready() {
        return status().ready();
    }

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
