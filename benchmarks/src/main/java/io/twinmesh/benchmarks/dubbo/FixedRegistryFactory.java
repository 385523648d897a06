package io.twinmesh.benchmarks.dubbo;

import org.apache.dubbo.common.URL;
import org.apache.dubbo.registry.Registry;
import org.apache.dubbo.registry.support.AbstractRegistryFactory;

/** Makes the registry {@code fixed://local?provider=PROTOCOL://HOST:PORT}. Found by Dubbo. */
public final class FixedRegistryFactory extends AbstractRegistryFactory {

    @Override
    protected Registry createRegistry(URL url) {
        return new FixedRegistry(url);
    }
}
