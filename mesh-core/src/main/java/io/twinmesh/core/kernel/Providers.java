package io.twinmesh.core.kernel;

import io.twinmesh.api.config.MeshConfigurationException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** What is on the path. The `uses` of the product, but for the one that opens a mesh, are here. */
final class Providers {

    private Providers() {}

    /**
     * Every provider of a kind, in the order of the path.
     *
     * @throws MeshConfigurationException if one is registered but cannot be loaded
     */
    static <P> List<P> of(Class<P> kind) {
        try {
            return ServiceLoader.load(kind).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new MeshConfigurationException(
                    "provider of " + kind.getSimpleName(),
                    String.valueOf(e.getMessage()),
                    "a jar with all it needs on the path");
        }
    }
}
