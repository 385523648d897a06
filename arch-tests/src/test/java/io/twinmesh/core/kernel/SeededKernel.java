package io.twinmesh.core.kernel;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.config.MeshConfig;
import java.util.Random;

/** A kernel whose chance comes from a seed: two of them with one seed draw alike. */
public final class SeededKernel implements AutoCloseable {

    private final RunningKernel running;

    public SeededKernel(MeshConfig config, long seed) {
        Random random = new Random(seed);
        running = RunningKernel.open(config, random::nextInt);
    }

    public Kernel kernel() {
        return running.kernel();
    }

    @Override
    public void close() {
        running.close();
    }
}
