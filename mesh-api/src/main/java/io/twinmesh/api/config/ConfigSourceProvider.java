package io.twinmesh.api.config;

import io.twinmesh.api.Stable;
import org.jspecify.annotations.Nullable;

/**
 * Creates one kind of {@link ConfigSource}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Lifecycle: constructor and {@link #id()} are cheap, do no I/O and never throw. Threading: the thread that starts the kernel.
 */
@Stable(since = "0.1")
public interface ConfigSourceProvider {

    /** Lower case words joined by dashes, unique on the path. */
    String id();

    /**
     * A source as the configuration asks for it, or null if the configuration does not ask for this kind.
     *
     * @throws MeshConfigurationException if an option is missing or out of range
     */
    @Nullable ConfigSource create(MeshConfig config);
}
