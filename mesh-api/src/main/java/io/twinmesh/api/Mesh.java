package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.routing.MeshStatus;
import java.util.ServiceLoader;

/**
 * An open mesh, as an application uses it. Which backend stands behind it is decided by what is on the path and, if that leaves a choice, by
 * the environment variable {@code MESH_BACKEND} or {@link MeshConfig#backend()}.
 *
 * <p>Threading: every method may be called by any thread.
 */
@Stable(since = "0.1")
public interface Mesh extends AutoCloseable {

    /**
     * Opens a mesh.
     *
     * @throws MeshConfigurationException if nothing on the path can open one, or an option is wrong; the message says what to add
     */
    static Mesh open(MeshConfig config) {
        return ServiceLoader.load(MeshRuntime.class)
                .findFirst()
                .orElseThrow(() -> new MeshConfigurationException(
                        "mesh runtime", "none on the path", "io.twinmesh:mesh-core on the path; add it"))
                .open(config);
    }

    /** Id of the backend in use. */
    String backendId();

    /** The backend in use. */
    MeshBackend backend();

    /** What is in force; not ready where the decisions are made in another process. */
    MeshStatus status();

    /** Asks where a call goes; see {@link MeshBackend#outbound}. */
    default Call outbound(RpcRequest request) {
        return backend().outbound(request);
    }

    /** Asks whether a call may come in; see {@link MeshBackend#inbound}. */
    default Call inbound(RpcRequest request) {
        return backend().inbound(request);
    }

    /** Ends the backend, the kernel and the sources of rules. */
    @Override
    void close();
}
