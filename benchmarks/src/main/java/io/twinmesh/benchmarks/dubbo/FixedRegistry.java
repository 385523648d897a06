package io.twinmesh.benchmarks.dubbo;

import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.registry.NotifyListener;
import org.apache.dubbo.registry.Registry;

/**
 * The least of a registry: hands out one address and never another one. A consumer that asks it goes through all that Dubbo has between a
 * registry and a call, as with any registry.
 */
record FixedRegistry(URL url) implements Registry {

    @Override
    public void subscribe(URL consumer, NotifyListener listener) {
        listener.notify(lookup(consumer));
    }

    @Override
    public List<URL> lookup(URL consumer) {
        String service = consumer.getServiceInterface();
        return List.of(URL.valueOf(url.getParameterAndDecoded("provider") + "/" + service + "?interface=" + service
                + "&application=echo&category=providers&side=provider"));
    }

    @Override
    public void unsubscribe(URL consumer, NotifyListener listener) {}

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
    public void destroy() {}
}
