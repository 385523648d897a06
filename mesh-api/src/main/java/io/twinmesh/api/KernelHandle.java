package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.stats.StatsSource;

/**
 * A kernel without a backend, in the hands of whoever opened it: with its source of rules and its throttlers, and with sinks where it is
 * published.
 *
 * <p>Lifecycle: {@link MeshRuntime#openKernel} opens one; it is published and withdrawn any number of times; {@link #close} once.
 * Threading: one thread at a time; the kernel itself any thread.
 */
@Preview(since = "0.2")
public interface KernelHandle extends AutoCloseable {

    Kernel kernel();

    /**
     * Starts the sinks that the configuration asks for. Until then nothing is held that only one kernel of a process can hold, as the port
     * of the metrics.
     *
     * @param source what the sinks read
     * @throws MeshConfigurationException if a sink cannot be started; then none is
     */
    void publish(StatsSource source);

    /** Closes the sinks; does nothing if there are none. */
    void withdraw();

    /** Ends sinks, source and throttlers. */
    @Override
    void close();
}
