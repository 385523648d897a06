package io.twinmesh.adapters.prometheus;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The JDK's HTTP server with one page. Its threads are daemons: a mesh that is never closed does not keep a process alive. */
final class MetricsServer implements AutoCloseable {

    static final ThreadFactory DAEMONS = task -> {
        Thread thread = new Thread(task, "twinmesh-metrics");
        thread.setDaemon(true);
        return thread;
    };

    private final HttpServer server;
    private final ExecutorService executor;

    private MetricsServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    static MetricsServer open(InetSocketAddress address, PrometheusRegistry registry) {
        HttpServer server = bound(address);
        ExecutorService executor = Executors.newSingleThreadExecutor(DAEMONS);
        server.setExecutor(executor);
        server.createContext("/", new MetricsPage(registry));
        start(server);
        return new MetricsServer(server, executor);
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static HttpServer bound(InetSocketAddress address) {
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw ListenAddress.wrong(
                    address.getHostString() + ":" + address.getPort(),
                    "an address that can be bound: " + e.getMessage());
        }
    }

    /** The dispatcher thread of the JDK's server is a daemon only if the thread that starts it is one. */
    private static void start(HttpServer server) {
        Thread starter = DAEMONS.newThread(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
