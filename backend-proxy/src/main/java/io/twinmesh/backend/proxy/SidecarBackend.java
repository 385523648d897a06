package io.twinmesh.backend.proxy;

import io.twinmesh.api.Call;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * A running sidecar. What it is asked in the process itself it answers by the same kernel.
 *
 * <p>Lifecycle: it takes traffic when it is constructed; {@link #close} drains it.
 */
@Singleton
final class SidecarBackend implements MeshBackend {

    private final Kernel kernel;
    private final Workers workers;
    private final Listeners listeners;
    private final Admin admin;
    private boolean closed;

    @Inject
    SidecarBackend(MeshContext context, Workers workers, Listeners listeners, Admin admin) {
        this.kernel = context.kernel();
        this.workers = workers;
        this.listeners = listeners;
        this.admin = admin;
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
    public Subscription watch(String service, EndpointListener listener) {
        return kernel.watch(service, listener);
    }

    @Override
    public Map<String, String> addresses() {
        return admin.addresses();
    }

    Listeners listeners() {
        return listeners;
    }

    Workers workers() {
        return workers;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            listeners.drain();
            admin.close();
            workers.close();
        }
    }
}
