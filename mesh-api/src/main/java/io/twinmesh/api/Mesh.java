package io.twinmesh.api;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.upgrade.Bundles;
import java.util.Optional;

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
        String jar = config.option("bundle", "").isEmpty() ? "mesh-core" : "backend-agent";
        return MeshRuntime.on(Thread.currentThread().getContextClassLoader(), config)
                .orElseThrow(() -> new MeshConfigurationException(
                        "mesh runtime", "none on the path", "io.twinmesh:" + jar + " on the path; add it"))
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

    /** The bundles its kernel comes from; empty if the kernel is on the application's own path or in another process. */
    default Optional<Bundles> bundles() {
        return Optional.empty();
    }

    /** Asks for another endpoint for a call that never left; see {@link MeshBackend#goElsewhere}. */
    default boolean goElsewhere(RpcRequest request, Call call) {
        return backend().goElsewhere(request, call);
    }

    /** Ends the backend, the kernel and the sources of rules. */
    @Override
    void close();
}
