package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.twinmesh.api.config.MeshConfigurationException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the metrics page. In a sidecar that can be upgraded it may still be with the process before: then it is tried again until it is
 * free.
 *
 * <p>Lifecycle: {@link #open} and {@link #close}, as often as the process changes roles. Threading: any thread; it is tried again by a
 * daemon thread that lives as long as that is needed.
 */
final class MetricsPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);
    private static final long AGAIN_MILLIS = 100;

    private InetSocketAddress address;
    private final boolean patient;
    private final PrometheusRegistry registry;
    private @Nullable MetricsServer server;
    private @Nullable ScheduledExecutorService trying;

    /** @param patient whether a port that is taken is tried again; else it is an error */
    MetricsPort(InetSocketAddress address, boolean patient, PrometheusRegistry registry) {
        this.address = address;
        this.patient = patient;
        this.registry = registry;
    }

    /**
     * Binds the port, now or as soon as it can be had.
     *
     * @throws MeshConfigurationException if it cannot be bound and is not tried again
     */
    synchronized void open() {
        if (server != null || trying != null) {
            return;
        }
        try {
            bind();
        } catch (MeshConfigurationException e) {
            if (!patient) {
                throw e;
            }
            LOG.warn("{}; tried again every {} ms", e.getMessage(), AGAIN_MILLIS);
            trying = Executors.newSingleThreadScheduledExecutor(MetricsServer.DAEMONS);
            trying.scheduleWithFixedDelay(this::again, AGAIN_MILLIS, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Port 0 is any port the first time, and that one from then on. */
    private void bind() {
        MetricsServer opened = MetricsServer.open(address, registry);
        server = opened;
        address = opened.address();
    }

    private synchronized void again() {
        if (trying == null) {
            return;
        }
        try {
            bind();
            stopTrying();
            LOG.info("metrics: {}:{} bound", address.getHostString(), address.getPort());
        } catch (MeshConfigurationException e) {
            LOG.debug("still taken", e);
        }
    }

    private void stopTrying() {
        if (trying != null) {
            trying.shutdown();
            trying = null;
        }
    }

    /** Where it listens, or null while it does not. */
    synchronized @Nullable InetSocketAddress address() {
        return server == null ? null : server.address();
    }

    @Override
    public synchronized void close() {
        stopTrying();
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
