package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Supplier;
import org.apache.dubbo.common.utils.NetUtils;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.rpc.model.ApplicationModel;
import org.apache.dubbo.rpc.model.FrameworkModel;
import org.apache.dubbo.rpc.service.GenericService;

/** A Dubbo application of its own inside the test's JVM, with a mesh of its own. */
final class DubboApplication implements AutoCloseable {

    static final String NO_BACKEND =
            "backend: none on the path (expected: one of io.twinmesh:backend-agent, backend-proxy)";

    final FakeMesh mesh = new FakeMesh();
    final ApplicationModel model;
    private final FrameworkModel framework = new FrameworkModel();

    DubboApplication(String name) {
        this(name, (Supplier<Mesh>) null);
    }

    /** An application with a mesh that a test has opened. */
    DubboApplication(String name, Mesh opened) {
        this(name, () -> opened);
    }

    /** An application on whose path there is no backend. */
    static DubboApplication withoutMesh(String name) {
        return new DubboApplication(name, () -> {
            throw new MeshConfigurationException(
                    "backend", "none on the path", "one of io.twinmesh:backend-agent, backend-proxy");
        });
    }

    private DubboApplication(String name, Supplier<Mesh> opener) {
        model = framework.newApplication();
        ApplicationConfig config = new ApplicationConfig(model);
        config.setName(name);
        config.setQosEnable(false);
        config.setShutwait("100");
        config.setMetadataType("local");
        model.getApplicationConfigManager().setApplication(config);
        model.getBeanFactory().registerBean(new ApplicationMesh(opener == null ? () -> mesh : opener));
    }

    FakeBackend backend() {
        return mesh.backend;
    }

    /** Offers the service without a registry; answers where. */
    Endpoint provide(String name, String version, String group) {
        int port = freePort();
        ProtocolConfig protocol = new ProtocolConfig("dubbo", port);
        ServiceConfig<Trade> service = new ServiceConfig<>(model.getDefaultModule());
        service.setInterface(Trade.class);
        service.setRef(new TradeShop(name));
        service.setProtocol(protocol);
        service.setRegistry(new RegistryConfig("N/A"));
        service.setVersion(version);
        service.setGroup(group);
        service.export();
        return Endpoint.of(NetUtils.getLocalHost(), port);
    }

    Endpoint provide(String name) {
        return provide(name, null, null);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    Trade refer(String registry) {
        return reference(Trade.class, registry).get();
    }

    GenericService referGeneric(String registry) {
        ReferenceConfig<GenericService> reference = reference(GenericService.class, registry);
        reference.setInterface(Trade.class.getName());
        reference.setGeneric("true");
        return reference.get();
    }

    <T> ReferenceConfig<T> reference(Class<T> type, String registry) {
        ReferenceConfig<T> reference = new ReferenceConfig<>(model.getDefaultModule());
        reference.setInterface(type);
        reference.setRegistry(new RegistryConfig(registry));
        reference.setCheck(false);
        reference.setTimeout(3000);
        return reference;
    }

    @Override
    public void close() {
        framework.destroy();
    }
}
