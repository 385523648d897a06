package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.utils.Holder;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.cluster.router.RouterSnapshotNode;
import org.apache.dubbo.rpc.cluster.router.state.BitList;
import org.apache.dubbo.rpc.cluster.router.state.StateRouter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first router of a service: puts the {@link MeshInvoker} in place of the providers. What Dubbo's own routers would have left of them is
 * of no account then. It is the first because Dubbo shares some of its routers between chains, and what follows them is whatever chain was
 * built last.
 *
 * <p>What the registry {@code twinmesh} delivered is always governed. Providers from another registry are if the mesh knows one of their
 * addresses; else it does not know the service, or cannot be followed, and Dubbo's own choice stands. So it does for references that make
 * {@linkplain ManyCalls several calls} of one.
 *
 * <p>Lifecycle: {@link #notify} with every change of the providers, {@link #stop} once. Threading: {@code notify} and {@code stop} one thread
 * at a time; {@link #route} any thread.
 */
final class MeshRouter<T> implements StateRouter<T> {

    private static final Logger LOG = LoggerFactory.getLogger(MeshRouter.class);
    private static final String NEED_MOCK = "invocation.need.mock";

    private final URL consumer;
    private final ApplicationMesh meshes;
    private final MeshInvoker<T> mesh;
    private final List<Invoker<T>> only;
    private final @Nullable String many;
    private final Object lock = new Object();
    private @Nullable StateRouter<T> next;
    private @Nullable Subscription foreign;
    private volatile Set<Endpoint> known = Set.of();
    private volatile boolean governed;

    MeshRouter(Class<T> type, URL consumer, ApplicationMesh meshes) {
        this.consumer = consumer;
        this.meshes = meshes;
        this.mesh = new MeshInvoker<>(type, consumer, meshes);
        this.many = ManyCalls.warning(consumer);
        this.only = Collections.singletonList(mesh);
    }

    @Override
    public BitList<Invoker<T>> route(
            BitList<Invoker<T>> invokers,
            URL url,
            Invocation call,
            boolean needToPrintMessage,
            Holder<RouterSnapshotNode<T>> node) {
        if (!governed || call.getAttachment(NEED_MOCK) != null) {
            return next == null ? invokers : next.route(invokers, url, call, needToPrintMessage, node);
        }
        return new BitList<>(invokers.getOriginList(), new BitSet(0), only);
    }

    @Override
    public void notify(BitList<Invoker<T>> invokers) {
        List<Invoker<T>> providers = invokers.cloneToArrayList();
        mesh.invokers().replace(providers);
        if (!providers.isEmpty()) {
            URL provider = providers.get(0).getUrl();
            mesh.sample(provider);
            govern(provider.hasParameter(ProviderUrls.MARK));
        }
    }

    private void govern(boolean ours) {
        synchronized (lock) {
            if (many != null) {
                meshes.warnOnce(many);
                return;
            }
            if (ours) {
                governed = true;
                return;
            }
            if (foreign == null) {
                foreign = watch();
            }
            decide();
        }
    }

    private @Nullable Subscription watch() {
        Mesh open = meshes.meshOrNull();
        return open == null ? null : open.backend().watch(consumer.getServiceInterface(), this::endpoints);
    }

    private void endpoints(List<Endpoint> endpoints) {
        synchronized (lock) {
            known = Set.copyOf(endpoints);
            decide();
        }
    }

    private void decide() {
        boolean before = governed;
        governed = mesh.invokers().hasOneOf(known);
        if (!known.isEmpty() && !governed) {
            LOG.warn(
                    "twinmesh: service {}: none of its providers {} is known to the mesh (expected: one of {}); dubbo chooses",
                    consumer.getServiceKey(),
                    mesh.invokers().endpoints(),
                    known);
        } else if (governed != before) {
            LOG.info("twinmesh: service {}: {}", consumer.getServiceKey(), governed ? "governed" : "left to dubbo");
        }
    }

    @Override
    public void stop() {
        synchronized (lock) {
            if (foreign != null) {
                foreign.close();
            }
        }
    }

    @Override
    public void setNextRouter(StateRouter<T> router) {
        next = router;
    }

    @Override
    public URL getUrl() {
        return consumer;
    }

    @Override
    public boolean isRuntime() {
        return true;
    }

    @Override
    public boolean isForce() {
        return true;
    }

    @Override
    public String buildSnapshot() {
        return "twinmesh: " + (governed ? mesh.invokers().endpoints() : "left to dubbo");
    }
}
