package io.twinmesh.api.config;

import io.twinmesh.api.Stable;

/**
 * Delivers policy: from files, from a control plane, from a registry.
 *
 * <p>Lifecycle: {@link #start} once, then updates until {@link #close}. The first update, good or bad, is delivered before {@code start}
 * returns where the source can be read at once. Threading: a source calls the listener from one thread at a time. Errors: a source never
 * throws for what it reads; it reports problems.
 */
@Stable(since = "0.1")
public interface ConfigSource extends AutoCloseable {

    void start(ConfigListener listener);

    @Override
    void close();
}
