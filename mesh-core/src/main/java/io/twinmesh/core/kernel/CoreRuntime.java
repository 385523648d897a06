package io.twinmesh.core.kernel;

import io.twinmesh.api.KernelHandle;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.MeshRuntime;
import io.twinmesh.api.Stable;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.core.match.Dice;

/** The runtime that {@link Mesh#open} finds. */
@Stable(since = "0.1")
public final class CoreRuntime implements MeshRuntime {

    @Override
    public Mesh open(MeshConfig config) {
        MeshBackendProvider provider = BackendChoice.among(Providers.of(MeshBackendProvider.class), config.backend());
        LazyKernel kernel = new LazyKernel(config, Dice.FAIR);
        try {
            MeshBackend backend = provider.create(kernel);
            return new OpenMesh(provider.id(), backend, kernel);
        } catch (RuntimeException e) {
            kernel.close();
            throw e;
        }
    }

    /** With a bundle the kernel comes from there, and backend-agent opens the mesh. */
    @Override
    public boolean opens(MeshConfig config) {
        return config.option("bundle", "").isEmpty();
    }

    @Override
    public KernelHandle openKernel(MeshConfig config) {
        return RunningKernel.openUnpublished(config);
    }
}
