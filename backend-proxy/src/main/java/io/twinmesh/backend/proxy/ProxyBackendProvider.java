package io.twinmesh.backend.proxy;

import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.Stable;
import io.twinmesh.api.config.MeshConfigurationException;

/**
 * Decides in a sidecar. In an application it is the thin client that hands calls to the sidecar; with option {@code role=sidecar} it is the
 * sidecar.
 */
@Stable(since = "0.1")
public final class ProxyBackendProvider implements MeshBackendProvider {

    /** Cheap, as ServiceLoader wants it. */
    public ProxyBackendProvider() {}

    @Override
    public String id() {
        return "proxy";
    }

    @Override
    public MeshBackend create(MeshContext context) {
        String role = context.config().option("role", "client");
        return switch (role) {
            case "client" -> DaggerClientComponent.factory().create(context).backend();
            case "sidecar" -> SidecarStart.start(context);
            default -> throw new MeshConfigurationException("option 'role'", role, "client or sidecar");
        };
    }
}
