package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Endpoints that Dubbo says cannot take calls now: it has no connection to them, or they have sent READONLY. The mesh is told, again only
 * if calls still come for them after a while, and when they are back; that is looked up on the way of other calls, and costs nothing while
 * there are none.
 *
 * <p>Threading: any thread.
 */
final class HealthWatch {

    private static final long TELL_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final InvokerTable<?> invokers;
    private final Map<Endpoint, Long> out = new ConcurrentHashMap<>();

    HealthWatch(InvokerTable<?> invokers) {
        this.invokers = invokers;
    }

    /** Notes that an endpoint cannot take calls. */
    void lost(MeshBackend backend, Endpoint endpoint) {
        long now = System.nanoTime();
        Long told = out.get(endpoint);
        if (told == null || now - told > TELL_AGAIN_NANOS) {
            out.put(endpoint, now);
            backend.health(endpoint, EndpointHealth.UNREACHABLE);
        }
    }

    /** Looks whether endpoints are back. */
    void look(MeshBackend backend) {
        if (!out.isEmpty()) {
            out.keySet().forEach(endpoint -> lookAt(backend, endpoint));
        }
    }

    private void lookAt(MeshBackend backend, Endpoint endpoint) {
        Provider<?> provider = invokers.find(endpoint);
        if (provider != null && provider.reachable() && out.remove(endpoint) != null) {
            backend.health(endpoint, EndpointHealth.HEALTHY);
        }
    }
}
