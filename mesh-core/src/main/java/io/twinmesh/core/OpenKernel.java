package io.twinmesh.core;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.core.kernel.RunningKernel;

/**
 * A kernel without a backend, for tools that ask it questions: what would be decided, what is in force, what is wrong.
 *
 * <p>Lifecycle: {@link #open}, then {@link #close} once. Threading: opened and closed by one thread.
 */
@Preview(since = "0.1")
public final class OpenKernel implements AutoCloseable {

    private final RunningKernel running;

    private OpenKernel(RunningKernel running) {
        this.running = running;
    }

    /**
     * Starts a kernel; where its source can be read at once, the first policy is in force, or refused, when this returns.
     *
     * @throws MeshConfigurationException if nothing on the path can deliver rules, or an option is wrong
     */
    public static OpenKernel open(MeshConfig config) {
        return new OpenKernel(RunningKernel.open(config));
    }

    public Kernel kernel() {
        return running.kernel();
    }

    @Override
    public void close() {
        running.close();
    }
}
