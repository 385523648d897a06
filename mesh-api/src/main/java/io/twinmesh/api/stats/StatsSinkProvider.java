package io.twinmesh.api.stats;

import io.twinmesh.api.Stable;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Creates one kind of {@link StatsSink}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Lifecycle: constructor and {@link #id()} are cheap, do no I/O and never throw. Threading: the thread that starts the kernel.
 */
@Stable(since = "0.1")
public interface StatsSinkProvider {

    /** Lower case words joined by dashes, unique on the path. */
    String id();

    /**
     * A sink as the configuration asks for it, or null if the configuration does not ask for this kind.
     *
     * @throws MeshConfigurationException if an option is out of range
     */
    @Nullable StatsSink create(MeshConfig config);
}
