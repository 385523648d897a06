package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.routing.MeshStatus;
import java.util.List;

/** A mesh around a {@link FakeBackend}. */
final class FakeMesh implements Mesh {

    final FakeBackend backend = new FakeBackend();
    volatile boolean closed;

    @Override
    public String backendId() {
        return "fake";
    }

    @Override
    public MeshBackend backend() {
        return backend;
    }

    @Override
    public MeshStatus status() {
        return new MeshStatus("test", "1", null, null, List.of(), List.of(), List.of());
    }

    @Override
    public void close() {
        closed = true;
    }
}
