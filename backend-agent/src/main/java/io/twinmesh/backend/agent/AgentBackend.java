package io.twinmesh.backend.agent;

import io.twinmesh.api.Call;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Asks the kernel in the thread of the caller. Threading: any thread. */
@Singleton
final class AgentBackend implements MeshBackend {

    private final Kernel kernel;

    @Inject
    AgentBackend(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public Call outbound(RpcRequest request) {
        Call call = kernel.newCall();
        kernel.outbound(request, call);
        return call;
    }

    @Override
    public Call inbound(RpcRequest request) {
        Call call = kernel.newCall();
        kernel.inbound(request, call);
        return call;
    }

    @Override
    public boolean goElsewhere(RpcRequest request, Call call) {
        return kernel.goElsewhere(request, call);
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        return kernel.watch(service, listener);
    }

    @Override
    public void health(Endpoint endpoint, EndpointHealth health) {
        kernel.health(endpoint, health);
    }
}
