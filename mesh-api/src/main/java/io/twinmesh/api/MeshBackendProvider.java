package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfigurationException;

/**
 * Creates one kind of {@link MeshBackend}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Lifecycle: the runtime instantiates every provider on the path, calls {@link #id()} on each and {@link #create} on at most one of
 * them. The public no-argument constructor and {@code id()} must therefore be cheap, do no I/O and never throw.
 *
 * <p>Threading: all methods are called by one thread, the one that opens the mesh.
 */
@Stable(since = "0.1")
public interface MeshBackendProvider {

    /** The name users write in configuration: lower case words joined by dashes, unique on the path. */
    String id();

    /**
     * Creates a backend that is ready to be asked.
     *
     * @throws MeshConfigurationException if an option is missing, unknown or out of range
     */
    MeshBackend create(MeshContext context);
}
