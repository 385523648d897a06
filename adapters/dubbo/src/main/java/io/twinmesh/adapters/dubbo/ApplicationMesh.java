package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.dubbo.common.resource.Disposable;
import org.apache.dubbo.rpc.model.ApplicationModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mesh of one Dubbo application; two applications in one JVM have one each.
 *
 * <p>Lifecycle: a bean of the application model, which closes it; the mesh is opened when it is first asked for. Threading: any thread.
 */
final class ApplicationMesh implements Disposable {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMesh.class);

    private final Supplier<Mesh> opener;
    private final Set<String> warnings = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Mesh mesh;
    private volatile @Nullable MeshConfigurationException failure;
    private volatile String refusal = "mesh: closed (expected: open)";
    private boolean closed;

    ApplicationMesh(Supplier<Mesh> opener) {
        this.opener = opener;
    }

    /** The mesh of an application. */
    static ApplicationMesh of(ApplicationModel model) {
        return model.getBeanFactory()
                .getOrRegisterBean(ApplicationMesh.class, type -> new ApplicationMesh(() -> open(model)));
    }

    private static Mesh open(ApplicationModel model) {
        String application = model.tryGetApplicationName();
        return Mesh.open(MeshConfig.fromEnvironment(application == null ? "unknown" : application)
                .build());
    }

    /**
     * The mesh, opened if it is not yet.
     *
     * @throws MeshConfigurationException if it cannot be opened; the same one every time
     */
    Mesh mesh() {
        Mesh open = mesh;
        return open == null ? openOnce() : open;
    }

    /** The mesh, or null if it cannot be opened; {@link #refusal} says what to tell callers then. */
    @Nullable Mesh meshOrNull() {
        Mesh open = mesh;
        if (open != null || failure != null) {
            return open;
        }
        try {
            return openOnce();
        } catch (MeshConfigurationException e) {
            return null;
        }
    }

    private synchronized Mesh openOnce() {
        Mesh open = mesh;
        if (open != null) {
            return open;
        }
        MeshConfigurationException before = failure;
        if (before != null) {
            throw before;
        }
        if (closed) {
            throw new MeshConfigurationException("mesh", "closed", "a call before the application has ended");
        }
        try {
            open = opener.get();
        } catch (MeshConfigurationException e) {
            failure = e;
            refusal = String.valueOf(e.getMessage());
            LOG.error("twinmesh: {}", e.getMessage());
            throw e;
        }
        mesh = open;
        return open;
    }

    /** The answer to calls while there is no mesh: they are not let through ungoverned. */
    Reject refusal() {
        return Reject.of(RejectReason.NOT_READY, refusal);
    }

    /** Warns of a reference; once, whereas Dubbo makes several routers for each. */
    void warnOnce(String text) {
        if (warnings.add(text)) {
            LOG.warn("twinmesh: {}", text);
        }
    }

    @Override
    public synchronized void destroy() {
        closed = true;
        Mesh open = mesh;
        mesh = null;
        if (open != null) {
            open.close();
        }
    }
}
