package io.twinmesh.testkit;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.Preview;
import io.twinmesh.api.config.MeshConfig;

/** What a backend under test is given: a fake kernel, and a note whether it asked for it. Threading: any thread. */
@Preview(since = "0.1")
public final class FakeMeshContext implements MeshContext {

    private final MeshConfig config;
    private final FakeKernel kernel = new FakeKernel();
    private volatile boolean asked;

    public FakeMeshContext(MeshConfig config) {
        this.config = config;
    }

    @Override
    public MeshConfig config() {
        return config;
    }

    @Override
    public Kernel kernel() {
        asked = true;
        return kernel;
    }

    /** The kernel, without asking for it. */
    public FakeKernel fake() {
        return kernel;
    }

    /** Whether the backend asked for the kernel. */
    public boolean kernelAsked() {
        return asked;
    }
}
