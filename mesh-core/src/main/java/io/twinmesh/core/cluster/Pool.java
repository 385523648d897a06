package io.twinmesh.core.cluster;

import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Internal;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.routing.MeshStatus.EndpointStatus;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The members of a cluster or subset in one generation of its endpoints, with their load balancer. Threading: any thread. */
@Internal(since = "0.1")
public final class Pool {

    private final String name;
    private final Members members;
    private final LoadBalancer balancer;
    private final AtomicReferenceArray<@Nullable Picked> picked;

    Pool(String name, TrafficPolicy policy, Members members, Dice dice) {
        this.name = name;
        this.members = members;
        this.balancer = LoadBalancer.of(policy, members, dice);
        this.picked = new AtomicReferenceArray<>(members.size());
    }

    /** An endpoint of this pool, with the decision that sends calls to it; made once. */
    @Internal(since = "0.1")
    public record Picked(EndpointState state, Forward forward) {}

    /** The endpoint for a request, or null if there is none at all. */
    public @Nullable Picked pick(RpcRequest request, Identity self, Dice dice) {
        return members.size() == 0 ? null : picked(balancer.pick(members, request, self, dice));
    }

    /** The endpoint for a request that cannot go to some of them, or null if there is no other. */
    public @Nullable Picked pickOther(RpcRequest request, Identity self, Dice dice, Predicate<EndpointState> excluded) {
        if (members.size() == 0) {
            return null;
        }
        int other = members.otherFrom(balancer.pick(members, request, self, dice), excluded);
        return other < 0 ? null : picked(other);
    }

    /** The endpoint that a request would get now; nothing moves on. */
    public @Nullable Picked peek(RpcRequest request, Identity self) {
        return members.size() == 0 ? null : picked(balancer.peek(members, request, self));
    }

    private Picked picked(int member) {
        Picked made = picked.get(member);
        return made == null ? make(member) : made;
    }

    private Picked make(int member) {
        EndpointState state = members.state(member);
        Picked made = new Picked(state, new Forward(name, state.endpoint()));
        picked.set(member, made);
        return made;
    }

    public int size() {
        return members.size();
    }

    /** Whose turn it is, or null if that is not in a fixed order. */
    @Nullable Turn turn() {
        return balancer.turn();
    }

    void turn(Turn next) {
        balancer.turn(next);
    }

    /** How many of them may take calls now. */
    public int usable() {
        int usable = 0;
        for (int member = 0; member < members.size(); member++) {
            usable += members.usable(member) ? 1 : 0;
        }
        return usable;
    }

    /** Every member, for reports: whoever looks at them changes nothing. */
    public List<EndpointStatus> statuses() {
        return IntStream.range(0, members.size()).mapToObj(members::status).toList();
    }

    /** The state of every member, made now if need be. */
    public List<EndpointState> states() {
        return IntStream.range(0, members.size()).mapToObj(members::state).toList();
    }
}
