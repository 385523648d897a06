package io.twinmesh.arch.equivalence;

import io.twinmesh.adapters.dubbo.GivenMesh;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.dubbo.common.utils.NetUtils;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.MethodConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.rpc.model.ApplicationModel;
import org.apache.dubbo.rpc.model.FrameworkModel;

/** An application of real Dubbo inside the test's JVM, apart from the others. */
final class DubboApplication implements AutoCloseable {

    private final FrameworkModel framework = new FrameworkModel();
    private final ApplicationModel model = framework.newApplication();

    DubboApplication(String name, Mesh mesh) {
        ApplicationConfig config = new ApplicationConfig(model);
        config.setName(name);
        config.setQosEnable(false);
        config.setShutwait("100");
        config.setMetadataType("local");
        model.getApplicationConfigManager().setApplication(config);
        GivenMesh.to(model, mesh);
    }

    /** Offers the shop without a registry; answers where. */
    Endpoint provide(Shop shop) {
        int port = freePort();
        ServiceConfig<Shop> service = new ServiceConfig<>(model.getDefaultModule());
        service.setInterface(Shop.class);
        service.setRef(shop);
        service.setProtocol(new ProtocolConfig("dubbo", port));
        service.setRegistry(new RegistryConfig("N/A"));
        service.export();
        return Endpoint.of(NetUtils.getLocalHost(), port);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    /** The shop as the mesh finds it; calls of {@code slow} have less time than the others. */
    Shop refer(int slowMillis) {
        MethodConfig slow = new MethodConfig();
        slow.setName("slow");
        slow.setTimeout(slowMillis);
        ReferenceConfig<Shop> reference = new ReferenceConfig<>(model.getDefaultModule());
        reference.setInterface(Shop.class);
        reference.setRegistry(new RegistryConfig("twinmesh://mesh"));
        reference.setCheck(false);
        reference.setRetries(0);
        reference.setTimeout(20_000);
        reference.setMethods(List.of(slow));
        return reference.get();
    }

    @Override
    public void close() {
        framework.destroy();
    }
}
