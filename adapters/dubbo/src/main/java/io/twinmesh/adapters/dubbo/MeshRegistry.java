package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.constants.RegistryConstants;
import org.apache.dubbo.registry.NotifyListener;
import org.apache.dubbo.registry.Registry;

/**
 * The registry {@code twinmesh://}: tells consumers the endpoints that the mesh names, and discovers nothing by itself. Providers need not
 * register with it; what they register is ignored.
 *
 * <p>Threading: any thread.
 */
final class MeshRegistry implements Registry {

    private final URL url;
    private final ApplicationMesh meshes;
    private final Executor later;
    private final Map<Reference, Subscription> subscriptions = new ConcurrentHashMap<>();

    MeshRegistry(URL url, ApplicationMesh meshes, Executor later) {
        this.url = url;
        this.meshes = meshes;
        this.later = later;
    }

    @Override
    public void subscribe(URL consumer, NotifyListener listener) {
        if (!asksForProviders(consumer)) {
            return;
        }
        ServiceFeed feed = new ServiceFeed(consumer, listener, later);
        Subscription subscription = meshes.mesh().backend().watch(consumer.getServiceInterface(), feed);
        Subscription before = subscriptions.put(new Reference(consumer, listener), subscription);
        if (before != null) {
            before.close();
        }
    }

    private static boolean asksForProviders(URL consumer) {
        String categories = consumer.getCategory(RegistryConstants.DEFAULT_CATEGORY);
        return categories.contains(RegistryConstants.PROVIDERS_CATEGORY) || categories.equals("*");
    }

    @Override
    public void unsubscribe(URL consumer, NotifyListener listener) {
        Subscription subscription = subscriptions.remove(new Reference(consumer, listener));
        if (subscription != null) {
            subscription.close();
        }
    }

    @Override
    public List<URL> lookup(URL consumer) {
        List<Endpoint> now = new ArrayList<>();
        meshes.mesh()
                .backend()
                .watch(consumer.getServiceInterface(), now::addAll)
                .close();
        return ProviderUrls.of(consumer, now);
    }

    @Override
    public void register(URL provider) {}

    @Override
    public void unregister(URL provider) {}

    @Override
    public URL getUrl() {
        return url;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public void destroy() {
        subscriptions.values().forEach(Subscription::close);
        subscriptions.clear();
    }

    private record Reference(URL consumer, NotifyListener listener) {}
}
