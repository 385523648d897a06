package io.twinmesh.api.throttling;

import io.twinmesh.api.Stable;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;

/**
 * Creates one kind of {@link Throttler}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Lifecycle: constructor and {@link #id()} are cheap, do no I/O and never throw. Threading: the thread that starts the kernel.
 */
@Stable(since = "0.1")
public interface ThrottlerProvider {

    /** Lower case words joined by dashes, unique on the path; formats of its documents begin with it. */
    String id();

    /**
     * Creates an engine for one mesh.
     *
     * @throws MeshConfigurationException if it cannot be had, or cannot be had twice
     */
    Throttler create(MeshConfig config);
}
