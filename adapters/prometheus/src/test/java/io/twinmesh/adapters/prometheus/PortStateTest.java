package io.twinmesh.adapters.prometheus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.twinmesh.testkit.UpgradeContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The port is let go and taken back; there is nothing to carry. */
final class PortStateTest extends UpgradeContract {

    private final List<MetricsPort> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(MetricsPort::close);
    }

    @Override
    protected boolean hasState() {
        return false;
    }

    @Override
    protected Part used() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        MetricsPort port = new MetricsPort(any, false, new PrometheusRegistry());
        opened.add(port);
        return new Part(new PortState(port), () -> "");
    }

    @Override
    protected Part fresh() {
        return used();
    }

    @Override
    protected Part warmedUp() {
        return used();
    }
}
