package io.twinmesh.backend.proxy;

import io.twinmesh.api.Call;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.backend.proxy.upgrade.Upgrades;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A running sidecar. What it is asked in the process itself it answers by the same kernel.
 *
 * <p>Lifecycle: {@link #enter} once; {@link #close} drains it, unless everything is another process's by then.
 */
@Singleton
final class SidecarBackend implements MeshBackend {

    private final Kernel kernel;
    private final Workers workers;
    private final Listeners listeners;
    private final Admin admin;
    private final Alive alive;
    private final SidecarEstate estate;
    private @Nullable Upgrades upgrades;
    private boolean closed;

    @Inject
    SidecarBackend(
            MeshContext context, Workers workers, Listeners listeners, Admin admin, Alive alive, SidecarEstate estate) {
        this.kernel = context.kernel();
        this.workers = workers;
        this.listeners = listeners;
        this.admin = admin;
        this.alive = alive;
        this.estate = estate;
    }

    /** Takes traffic: at once, or from a predecessor. */
    void enter(@Nullable Upgrades between) {
        upgrades = between;
        if (between == null) {
            estate.serve();
        } else {
            alive.prepare(between.loop());
            if (between.inheritance().any() && between.drillMillis() > 0) {
                new Drill(workers, estate, between, between.drillMillis()).run();
            }
            between.enter(estate);
        }
    }

    @Override
    public CompletionStage<Void> ended() {
        return upgrades == null ? MeshBackend.super.ended() : upgrades.ended();
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
    public void health(Endpoint endpoint, EndpointHealth health) {
        kernel.health(endpoint, health);
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

    SidecarEstate estate() {
        return estate;
    }

    Workers workers() {
        return workers;
    }

    /** Ends at once: for a start that did not succeed. */
    synchronized void abandon() {
        closed = true;
        alive.close();
        listeners.close();
        admin.close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            boolean over = upgrades != null && upgrades.handBack();
            estate.end();
            if (!over) {
                listeners.drain();
            }
            estate.ended();
            if (upgrades != null) {
                upgrades.close();
            }
            admin.close();
            workers.close();
        }
    }
}
