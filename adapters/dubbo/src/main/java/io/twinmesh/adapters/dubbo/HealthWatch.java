package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.dubbo.rpc.Invoker;

/**
 * Endpoints that Dubbo says cannot take calls now: their connection is lost, or they have sent READONLY. The mesh is told once, and
 * again when they are back; that is looked up on the way of other calls, and costs nothing while there are none.
 *
 * <p>Threading: any thread.
 */
final class HealthWatch {

    private final Map<Endpoint, Invoker<?>> out = new ConcurrentHashMap<>();

    /** Notes that an endpoint cannot take calls. */
    void lost(MeshBackend backend, Endpoint endpoint, Invoker<?> invoker) {
        if (out.put(endpoint, invoker) == null) {
            backend.health(endpoint, EndpointHealth.UNREACHABLE);
        }
    }

    /** Looks whether endpoints are back. */
    void look(MeshBackend backend) {
        if (!out.isEmpty()) {
            out.forEach((endpoint, invoker) -> lookAt(backend, endpoint, invoker));
        }
    }

    private void lookAt(MeshBackend backend, Endpoint endpoint, Invoker<?> invoker) {
        if (invoker.isAvailable() && out.remove(endpoint, invoker)) {
            backend.health(endpoint, EndpointHealth.HEALTHY);
        }
    }
}
