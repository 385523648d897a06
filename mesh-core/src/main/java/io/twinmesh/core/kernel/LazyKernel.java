package io.twinmesh.core.kernel;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.core.match.Dice;
import org.jspecify.annotations.Nullable;

/** Starts the kernel when a backend first asks for it. Threading: any thread. */
final class LazyKernel implements MeshContext, AutoCloseable {

    private final MeshConfig config;
    private final Dice dice;
    private @Nullable RunningKernel open;

    LazyKernel(MeshConfig config, Dice dice) {
        this.config = config;
        this.dice = dice;
    }

    @Override
    public MeshConfig config() {
        return config;
    }

    @Override
    public synchronized Kernel kernel() {
        if (open == null) {
            open = RunningKernel.open(config, dice);
        }
        return open.kernel();
    }

    /** The kernel if a backend has asked for it. */
    synchronized @Nullable Kernel started() {
        return open == null ? null : open.kernel();
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
