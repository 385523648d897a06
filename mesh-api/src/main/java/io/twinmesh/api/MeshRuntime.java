package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;

/**
 * Opens meshes. Found by {@link java.util.ServiceLoader}; mesh-core provides the only one.
 *
 * <p>Threading: any thread.
 */
@Stable(since = "0.1")
public interface MeshRuntime {

    /**
     * Chooses the backend and opens it.
     *
     * @throws MeshConfigurationException if there is no backend, no choice among several, or a wrong option
     */
    Mesh open(MeshConfig config);
}
