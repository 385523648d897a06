package io.twinmesh.backend.proxy;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;

/** Inside an application: every call goes to the sidecar, which decides. Starts no kernel and no thread. */
@Singleton
final class ClientBackend implements MeshBackend {

    private static final String CLUSTER = "sidecar";

    private final Endpoint sidecar;
    private final Call toSidecar;
    private final Call admitted = new Decided(Decision.Admit.ADMIT);

    @Inject
    ClientBackend(MeshContext context) {
        String option = CLUSTER;
        InetSocketAddress address = Addresses.parse(option, context.config().option(option, "[::1]:15001"));
        if (address.getPort() == 0) {
            throw new MeshConfigurationException("option 'sidecar'", Addresses.text(address), "a port from 1 to 65535");
        }
        sidecar = Addresses.endpoint(address);
        toSidecar = new Decided(new Decision.Forward(CLUSTER, sidecar));
    }

    @Override
    public Call outbound(RpcRequest request) {
        return toSidecar;
    }

    @Override
    public Call inbound(RpcRequest request) {
        return admitted;
    }

    @Override
    public Subscription watch(String service, EndpointListener listener) {
        listener.endpoints(List.of(sidecar));
        return () -> {};
    }

    /** A call about which there is nothing to remember: the sidecar counts. */
    private record Decided(Decision decision) implements Call {

        @Override
        public String route() {
            return "";
        }

        @Override
        public void end(Outcome outcome) {}
    }
}
