package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Internal;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.extension.Activate;
import org.apache.dubbo.rpc.cluster.router.state.StateRouter;
import org.apache.dubbo.rpc.cluster.router.state.StateRouterFactory;

/** Makes the first router of every service that an application refers to. Found by Dubbo. */
@Internal(since = "0.1")
@Activate(order = Integer.MIN_VALUE)
public final class MeshRouterFactory implements StateRouterFactory {

    @Override
    public <T> StateRouter<T> getRouter(Class<T> interfaceClass, URL url) {
        return new MeshRouter<>(interfaceClass, url, ApplicationMesh.of(url.getOrDefaultApplicationModel()));
    }
}
