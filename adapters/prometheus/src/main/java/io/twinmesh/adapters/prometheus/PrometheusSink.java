package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSource;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one mesh, read when they are scraped and kept nowhere else.
 *
 * <p>Lifecycle: {@link #start} binds the port, {@link #close} gives it back. Threading: scrapes run on a daemon thread of the server.
 * Errors: a port that cannot be bound is a {@code MeshConfigurationException} from {@code start}.
 */
final class PrometheusSink implements StatsSink {

    private final InetSocketAddress asked;
    private @Nullable MetricsServer server;

    PrometheusSink(InetSocketAddress asked) {
        this.asked = asked;
    }

    @Override
    public synchronized void start(StatsSource source) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new StatsCollector(source));
        server = MetricsServer.open(asked, registry);
    }

    /** Where it listens, or null while it does not. */
    synchronized @Nullable InetSocketAddress address() {
        return server == null ? null : server.address();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
