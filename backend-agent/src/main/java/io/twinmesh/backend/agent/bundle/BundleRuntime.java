package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.MeshRuntime;
import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Opens meshes whose kernel comes from a bundle: those with the option {@code bundle}. With it an application needs mesh-api and
 * backend-agent on its path, and no kernel.
 */
@Preview(since = "0.2")
public final class BundleRuntime implements MeshRuntime {

    private final IntSupplier dice;

    /** For {@link java.util.ServiceLoader}. */
    public BundleRuntime() {
        this(() -> ThreadLocalRandom.current().nextInt(100));
    }

    BundleRuntime(IntSupplier dice) {
        this.dice = dice;
    }

    @Override
    public boolean opens(MeshConfig config) {
        return !config.option("bundle", "").isEmpty();
    }

    @Override
    public Mesh open(MeshConfig config) {
        String backend = config.backend();
        if (backend != null && !backend.equals("agent")) {
            throw new MeshConfigurationException("backend", backend, "agent, or no option 'bundle'");
        }
        return BundleMesh.open(config, dice);
    }
}
