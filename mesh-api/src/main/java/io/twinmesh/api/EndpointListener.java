package io.twinmesh.api;

import io.twinmesh.api.model.Endpoint;
import java.util.List;

/**
 * Is told the endpoints of a service: every change, in order. Called by one thread at a time without a lock of the kernel, the first time
 * before {@code watch} returns.
 */
@Stable(since = "0.1")
@FunctionalInterface
public interface EndpointListener {

    /** All endpoints there are now, in no particular order; empty if the service has none. */
    void endpoints(List<Endpoint> endpoints);
}
