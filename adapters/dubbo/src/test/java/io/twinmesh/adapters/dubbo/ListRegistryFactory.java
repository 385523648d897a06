package io.twinmesh.adapters.dubbo;

import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.registry.NotifyListener;
import org.apache.dubbo.registry.Registry;
import org.apache.dubbo.registry.support.AbstractRegistryFactory;

/** A registry of somebody else's: {@code list://local?providers=HOST:PORT,HOST:PORT}. */
public final class ListRegistryFactory extends AbstractRegistryFactory {

    @Override
    protected Registry createRegistry(URL url) {
        return new ListRegistry(url);
    }

    private record ListRegistry(URL url) implements Registry {

        @Override
        public void subscribe(URL consumer, NotifyListener listener) {
            listener.notify(lookup(consumer));
        }

        @Override
        public List<URL> lookup(URL consumer) {
            return List.of(url.getParameter("providers", "").split(",")).stream()
                    .map(address -> URL.valueOf("dubbo://" + address + "/" + consumer.getServiceInterface()
                            + "?interface=" + consumer.getServiceInterface() + "&application=shop&category=providers"))
                    .toList();
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
}
