package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Internal;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.threadpool.manager.FrameworkExecutorRepository;
import org.apache.dubbo.registry.Registry;
import org.apache.dubbo.registry.support.AbstractRegistryFactory;

/** Makes the registry {@code twinmesh://}. Found by Dubbo, one per application. */
@Internal(since = "0.1")
public final class MeshRegistryFactory extends AbstractRegistryFactory {

    @Override
    protected Registry createRegistry(URL url) {
        FrameworkExecutorRepository executors =
                applicationModel.getFrameworkModel().getBeanFactory().getBean(FrameworkExecutorRepository.class);
        return new MeshRegistry(url, ApplicationMesh.of(applicationModel), executors.getSharedExecutor());
    }
}
