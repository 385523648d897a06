package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Opens meshes. Found by {@link java.util.ServiceLoader}; mesh-core provides one, and backend-agent one
 * for meshes whose kernel comes in a bundle.
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

    /** Whether it opens meshes with such options; {@link Mesh#open} takes the first that says so. */
    default boolean opens(MeshConfig config) {
        return true;
    }

    /**
     * Opens a kernel without a backend; where its source can be read at once, the first policy is in force, or refused, when this returns.
     *
     * @throws MeshConfigurationException if this runtime has no kernel, or an option is wrong
     */
    default KernelHandle openKernel(MeshConfig config) {
        throw new MeshConfigurationException(
                "mesh runtime", getClass().getName() + " has no kernel", "io.twinmesh:mesh-core; add it");
    }

    /**
     * The runtime on the path of a class loader that opens meshes with such options.
     *
     * @throws MeshConfigurationException if one is registered but cannot be loaded
     */
    static Optional<MeshRuntime> on(ClassLoader loader, MeshConfig config) {
        try {
            return ServiceLoader.load(MeshRuntime.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(runtime -> runtime.opens(config))
                    .findFirst();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new MeshConfigurationException(
                    "mesh runtime", String.valueOf(e.getMessage()), "a jar with all it needs on the path");
        }
    }
}
