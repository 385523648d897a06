package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.twinmesh.api.stats.StatsSink;
import io.twinmesh.api.stats.StatsSource;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one mesh, read when they are scraped and kept nowhere else.
 *
 * <p>Lifecycle: {@link #start} binds the port, {@link #close} gives it back. Threading: scrapes run on a daemon thread of the server.
 * Errors: a port that cannot be bound is a {@code MeshConfigurationException} from {@code start}, unless the process before may hold it.
 */
final class PrometheusSink implements StatsSink {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final MetricsPort port;
    private final PortState state;

    PrometheusSink(InetSocketAddress asked) {
        this(asked, false);
    }

    /** @param upgradable whether the process before may still hold the port */
    PrometheusSink(InetSocketAddress asked, boolean upgradable) {
        this.port = new MetricsPort(asked, upgradable, registry);
        this.state = new PortState(port);
    }

    @Override
    public void start(StatsSource source) {
        registry.register(new StatsCollector(source));
        port.open();
    }

    /** Where it listens, or null while it does not. */
    @Nullable InetSocketAddress address() {
        return port.address();
    }

    @Override
    public UpgradeParticipant participant() {
        return state;
    }

    @Override
    public void close() {
        port.close();
    }
}
