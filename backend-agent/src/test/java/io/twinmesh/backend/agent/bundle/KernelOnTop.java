package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RequestDepth;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.stats.StatsSource;

/** A kernel that asks another one, for tests that change one answer. */
class KernelOnTop implements Kernel {

    private final Kernel kernel;

    KernelOnTop(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public Call newCall() {
        return kernel.newCall();
    }

    @Override
    public Decision outbound(RpcRequest request, Call call) {
        return kernel.outbound(request, call);
    }

    @Override
    public Decision inbound(RpcRequest request, Call call) {
        return kernel.inbound(request, call);
    }

    @Override
    public RequestDepth depth(Direction direction, MethodKey key) {
        return kernel.depth(direction, key);
    }

    @Override
    public Decision decideAtOnce(Direction direction, RpcRequest request, Call call) {
        return kernel.decideAtOnce(direction, request, call);
    }

    @Override
    public boolean goElsewhere(RpcRequest request, Call call) {
        return kernel.goElsewhere(request, call);
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth health) {
        kernel.health(endpoint, health);
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        return kernel.watch(service, listener);
    }

    @Override
    public Explanation explain(Direction direction, RpcRequest request) {
        return kernel.explain(direction, request);
    }

    @Override
    public MeshStatus status() {
        return kernel.status();
    }

    @Override
    public StatsSource stats() {
        return kernel.stats();
    }
}
