package io.twinmesh.backend.proxy;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.MeshContext;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A sidecar on free ports with a kernel of the test's own. */
final class Sidecar implements AutoCloseable {

    final FakeKernel kernel;
    private final MeshBackend backend;

    private Sidecar(Kernel kernel, MeshConfig config) {
        this.kernel = kernel instanceof FakeKernel fake ? fake : null;
        this.backend = new ProxyBackendProvider().create(context(config, kernel));
    }

    static MeshContext context(MeshConfig config, Kernel kernel) {
        return new MeshContext() {
            @Override
            public MeshConfig config() {
                return config;
            }

            @Override
            public Kernel kernel() {
                return kernel;
            }
        };
    }

    /** One with these options only, in pairs. */
    static Sidecar of(FakeKernel kernel, String... options) {
        return open(kernel, builder(options));
    }

    /** One with an outbound listener; options in pairs. Its kernel may be a real one, and is the caller's then. */
    static Sidecar outbound(Kernel kernel, String... options) {
        return open(kernel, builder(options).option("outbound", "127.0.0.1:0"));
    }

    /** One with an inbound listener before an application. */
    static Sidecar inbound(FakeKernel kernel, Endpoint application, String... options) {
        return open(kernel, builder(options).option("inbound", "127.0.0.1:0=" + application));
    }

    private static MeshConfig.Builder builder(String... options) {
        MeshConfig.Builder builder =
                MeshConfig.builder("test").option("role", "sidecar").option("workers", "1");
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return builder;
    }

    private static Sidecar open(Kernel kernel, MeshConfig.Builder builder) {
        return new Sidecar(kernel, builder.option("admin", "127.0.0.1:0").build());
    }

    InetSocketAddress address() {
        String text = backend.addresses().getOrDefault("outbound", "");
        if (text.isEmpty()) {
            String pair = backend.addresses().get("inbound");
            text = pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair;
        }
        return Addresses.parse("test", text);
    }

    RawClient connect() throws IOException {
        return new RawClient(address());
    }

    /** What the admin port answers. */
    String get(String path) throws IOException {
        return request("GET", path);
    }

    /** Status and body of an answer of the admin port. */
    String request(String method, String path) throws IOException {
        URI uri = URI.create("http://" + backend.addresses().get("admin") + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty(
                "Connection", "close"); // the next one may be for another process on the same port
        connection.setReadTimeout(20_000);
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A counter, as the admin port tells it. */
    long counter(String name) {
        try {
            return get("/stats")
                    .lines()
                    .filter(line -> line.endsWith(name) || line.contains(name + " "))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Calls and connections that are not done yet. */
    int inFlight() {
        return ((SidecarBackend) backend).listeners().inFlight();
    }

    /** Buffers that were allocated and not given back. */
    long buffers() {
        PooledByteBufAllocator pool =
                (PooledByteBufAllocator) workers().transport().allocator();
        return pool.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    /** What it can hand over. */
    SidecarEstate estate() {
        return ((SidecarBackend) backend).estate();
    }

    /** Its loops and what is on them. */
    Workers workers() {
        return ((SidecarBackend) backend).workers();
    }

    MeshBackend backend() {
        return backend;
    }

    @Override
    public void close() {
        backend.close();
    }
}
