package io.twinmesh.core.kernel;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.core.cluster.Clusters;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.stats.StatsTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kernel: two pipelines of stages over the snapshot in force. Threading: any thread, without locks. */
@Singleton
final class PolicyKernel implements Kernel {

    private static final Reject NOT_READY = Reject.of(
            RejectReason.NOT_READY,
            "policy: none in force (expected: a valid rule set; the status says what is wrong)");

    private final PolicyInForce policy;
    private final Clusters clusters;
    private final StatsTable stats;
    private final Explainer explainer;
    private final Participants participants;
    private final AuthorizeStage outboundCallers;
    private final AuthorizeStage inboundCallers;
    private final ThrottleStage outboundLimits;
    private final ThrottleStage inboundLimits;
    private final EndpointStage endpoints;
    private final Stage[] outbound;
    private final Stage[] inbound;

    @Inject
    PolicyKernel(
            PolicyInForce policy,
            Clusters clusters,
            StatsTable stats,
            Explainer explainer,
            Participants participants,
            Identity self,
            Dice dice) {
        this.policy = policy;
        this.clusters = clusters;
        this.stats = stats;
        this.explainer = explainer;
        this.participants = participants;
        this.outboundCallers = new AuthorizeStage(self.application());
        this.inboundCallers = new AuthorizeStage(null);
        this.outboundLimits = new ThrottleStage(self.application());
        this.inboundLimits = new ThrottleStage(null);
        this.endpoints = new EndpointStage(self, dice, stats.counter("calls_passed"));
        this.outbound = new Stage[] {
            outboundCallers, new RouteStage(self, dice), outboundLimits, new ClusterStage(), endpoints,
        };
        this.inbound = new Stage[] {inboundCallers, inboundLimits, new AdmitStage()};
    }

    @Override
    public Call newCall() {
        return new KernelCall();
    }

    @Override
    public Decision outbound(RpcRequest request, Call call) {
        Snapshot snapshot = policy.snapshot();
        return snapshot == null ? notReady(call) : run(outbound, snapshot.outbound(request), request, call);
    }

    @Override
    public Decision inbound(RpcRequest request, Call call) {
        Snapshot snapshot = policy.snapshot();
        return snapshot == null
                ? notReady(call)
                : run(inbound, snapshot.plan(Direction.INBOUND, request.key()), request, call);
    }

    @Override
    public @Nullable Decision decideAtOnce(Direction direction, RpcRequest request, Call call) {
        Snapshot snapshot = policy.snapshot();
        if (snapshot == null) {
            return notReady(call);
        }
        MethodPlan plan = plan(snapshot, direction, request);
        return plan.waits() ? null : run(direction == Direction.OUTBOUND ? outbound : inbound, plan, request, call);
    }

    private static MethodPlan plan(Snapshot snapshot, Direction direction, RpcRequest request) {
        return direction == Direction.OUTBOUND ? snapshot.outbound(request) : snapshot.plan(direction, request.key());
    }

    @Override
    public boolean goElsewhere(RpcRequest request, Call call) {
        boolean gone = endpoints.elsewhere(request, (KernelCall) call);
        if (gone) {
            stats.counter("calls_sent_elsewhere").incrementAndGet();
        }
        return gone;
    }

    private static Decision notReady(Call reused) {
        KernelCall call = (KernelCall) reused;
        call.begin(null);
        return call.reject(NOT_READY);
    }

    private static Decision run(Stage[] stages, MethodPlan plan, RpcRequest request, Call reused) {
        KernelCall call = (KernelCall) reused;
        call.begin(plan);
        try {
            return decided(stages, plan, request, call);
        } catch (RuntimeException | Error e) {
            call.abandon();
            throw e;
        }
    }

    private static Decision decided(Stage[] stages, MethodPlan plan, RpcRequest request, KernelCall call) {
        for (Stage stage : stages) {
            Decision decision = stage.apply(request, call, plan);
            if (decision != null) {
                return decision;
            }
        }
        throw new IllegalStateException("pipeline: no decision (expected: the last stage decides)");
    }

    @Override
    public ThrottleVerdict permit(Direction direction, RpcRequest request) {
        Snapshot snapshot = policy.snapshot();
        if (snapshot == null) {
            return NOT_READY;
        }
        boolean isOutbound = direction == Direction.OUTBOUND;
        MethodPlan plan = isOutbound ? snapshot.outbound(request) : snapshot.plan(direction, request.key());
        Reject unauthorized = (isOutbound ? outboundCallers : inboundCallers).rejection(request, plan);
        if (unauthorized != null) {
            return unauthorized;
        }
        ThrottleGate gate = plan.gate();
        ThrottleStage limits = isOutbound ? outboundLimits : inboundLimits;
        return gate == null ? Permit.FREE : limits.verdict(request, gate);
    }

    @Override
    public boolean mayWait(Direction direction, RpcRequest request) {
        Snapshot snapshot = policy.snapshot();
        return snapshot != null && plan(snapshot, direction, request).waits();
    }

    @Override
    public RequestDepth depth(Direction direction, MethodKey key) {
        Snapshot snapshot = policy.snapshot();
        return snapshot == null
                ? RequestDepth.HEADER
                : snapshot.plan(direction, key).depth();
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth health) {
        clusters.health(endpoint, health);
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        return clusters.watch(service, listener);
    }

    @Override
    public long endpointsVersion() {
        return clusters.version();
    }

    @Override
    public Set<Endpoint> absent(Set<Endpoint> endpoints) {
        return clusters.absent(endpoints);
    }

    @Override
    public Explanation explain(Direction direction, RpcRequest request) {
        @Nullable Snapshot snapshot = policy.snapshot();
        return snapshot == null ? Explainer.notReady(NOT_READY) : explainer.explain(snapshot, direction, request);
    }

    @Override
    public MeshStatus status() {
        return policy.status();
    }

    @Override
    public boolean ready() {
        return policy.snapshot() != null;
    }

    @Override
    public StatsSource stats() {
        return stats;
    }

    @Override
    public List<UpgradeParticipant> participants() {
        return participants.all();
    }

    @Override
    public CarriedState carry(Call call) {
        return ((KernelCall) call).carry();
    }

    @Override
    public void resume(CarriedState carried, Call call) {
        CarriedCall from = CarriedCall.of(carried);
        ((KernelCall) call).resume(from, new Resumption(policy.snapshot(), stats));
    }

    @Override
    public void handedOver(Call call) {
        ((KernelCall) call).handedOver();
    }
}
