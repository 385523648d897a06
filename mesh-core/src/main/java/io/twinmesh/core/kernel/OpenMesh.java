package io.twinmesh.core.kernel;

import io.twinmesh.api.Kernel;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.routing.MeshStatus;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A backend and the kernel behind it. */
final class OpenMesh implements Mesh {

    private final String backendId;
    private final MeshBackend backend;
    private final LazyKernel kernel;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenMesh(String backendId, MeshBackend backend, LazyKernel kernel) {
        this.backendId = backendId;
        this.backend = backend;
        this.kernel = kernel;
    }

    @Override
    public String backendId() {
        return backendId;
    }

    @Override
    public MeshBackend backend() {
        return backend;
    }

    @Override
    public MeshStatus status() {
        Kernel started = kernel.started();
        return started == null ? elsewhere() : started.status();
    }

    private MeshStatus elsewhere() {
        return new MeshStatus(kernel.config().application(), null, null, null, List.of(), List.of(), List.of());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                backend.close();
            } finally {
                kernel.close();
            }
        }
    }
}
