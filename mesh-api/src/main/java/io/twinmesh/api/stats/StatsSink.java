package io.twinmesh.api.stats;

import io.twinmesh.api.Stable;

/**
 * Carries numbers out.
 *
 * <p>Lifecycle: {@link #start} once, {@link #close} once. Threading: the sink reads the source from a thread of its own. Errors: those of
 * the outside system are logged by the sink, never thrown at the application.
 */
@Stable(since = "0.1")
public interface StatsSink extends AutoCloseable {

    void start(StatsSource source);

    @Override
    void close();
}
