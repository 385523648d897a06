package io.twinmesh.core.kernel;

import io.twinmesh.api.Call;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.core.cluster.Clusters;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.stats.StatsTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A kernel put together by hand, with one throttler that the test sees. */
final class TestKernel {

    static final Identity SELF = new Identity("cart", Map.of("env", "ab"));

    final StatsTable stats = new StatsTable(EnumSet.allOf(StatsLevel.class));
    final Clusters clusters = new Clusters(stats, bound -> 0);
    final PolicyInForce policy;
    final PolicyKernel kernel;

    TestKernel(Throttler... throttlers) {
        List<ThrottlerProvider> providers = List.of(throttlers).stream()
                .<ThrottlerProvider>map(throttler -> new One("fake", throttler))
                .toList();
        MeshConfig config = MeshConfig.builder("cart").build();
        Throttlers engines = new Throttlers(config, providers);
        policy = new PolicyInForce(engines, clusters, stats, SELF);
        kernel = new PolicyKernel(
                policy,
                clusters,
                stats,
                new Explainer(SELF),
                new Participants(policy, engines, clusters, stats),
                SELF,
                bound -> 0);
    }

    private record One(String id, Throttler throttler) implements ThrottlerProvider {
        @Override
        public Throttler create(MeshConfig config) {
            return throttler;
        }
    }

    TestKernel with(PolicySet set, Problem... problems) {
        policy.policy(set, List.of(problems));
        return this;
    }

    Call outbound(RpcRequest request) {
        Call call = kernel.newCall();
        kernel.outbound(request, call);
        return call;
    }

    Call inbound(RpcRequest request) {
        Call call = kernel.newCall();
        kernel.inbound(request, call);
        return call;
    }
}
