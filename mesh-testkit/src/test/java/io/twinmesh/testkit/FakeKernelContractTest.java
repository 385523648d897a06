package io.twinmesh.testkit;

import io.twinmesh.api.Call;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshBackendProvider;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;

/** The fake kernel behind the thinnest backend there can be. */
final class FakeKernelContractTest extends MeshBackendContract {

    @Override
    protected MeshBackendProvider provider() {
        return new ThinProvider();
    }

    @Override
    protected boolean decidesHere() {
        return true;
    }

    public static final class ThinProvider implements MeshBackendProvider {

        @Override
        public String id() {
            return "thin";
        }

        @Override
        public MeshBackend create(MeshContext context) {
            return new Thin(context.kernel());
        }
    }

    private record Thin(Kernel kernel) implements MeshBackend {

        @Override
        public Call outbound(RpcRequest request) {
            Call call = kernel.newCall();
            kernel.outbound(request, call);
            return call;
        }

        @Override
        public Call inbound(RpcRequest request) {
            Call call = kernel.newCall();
            kernel.inbound(request, call);
            return call;
        }

        @Override
        public boolean goElsewhere(RpcRequest request, Call call) {
            return kernel.goElsewhere(request, call);
        }

        @Override
        public Subscription watch(String service, EndpointListener listener) {
            return kernel.watch(service, listener);
        }

        @Override
        public void health(Endpoint endpoint, EndpointHealth health) {
            kernel.health(endpoint, health);
        }
    }
}
