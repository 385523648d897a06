package io.twinmesh.backend.proxy;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Limits;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sidecar.
 *
 * @param outbound where local applications send their calls, or null
 * @param inbound where calls to local applications come in
 * @param admin where the sidecar is asked about itself, or null
 * @param workers event loops
 */
record SidecarConfig(
        @Nullable Listen outbound,
        List<Listen> inbound,
        @Nullable InetSocketAddress admin,
        int workers,
        Limits limits) {

    private static final int MOST_WORKERS = 1024;

    /**
     * A listener.
     *
     * @param application the local application behind an inbound one, null for an outbound one
     */
    record Listen(InetSocketAddress address, @Nullable Endpoint application) {}

    /**
     * The options of a mesh that are for a sidecar.
     *
     * @throws MeshConfigurationException if one is out of range
     */
    static SidecarConfig of(MeshConfig config) {
        int cores = Runtime.getRuntime().availableProcessors();
        SidecarConfig sidecar = new SidecarConfig(
                outbound(config),
                inbounds(config.option("inbound")),
                address(config, "admin"),
                config.number("workers", cores, 1, MOST_WORKERS),
                Limits.of(config));
        if (sidecar.outbound == null && sidecar.inbound.isEmpty()) {
            throw new MeshConfigurationException("options 'outbound' and 'inbound'", "none", "at least one of them");
        }
        return sidecar;
    }

    private static @Nullable Listen outbound(MeshConfig config) {
        InetSocketAddress address = address(config, "outbound");
        return address == null ? null : new Listen(address, null);
    }

    private static @Nullable InetSocketAddress address(MeshConfig config, String option) {
        String text = config.option(option);
        return text == null ? null : Addresses.parse(option, text);
    }

    private static List<Listen> inbounds(@Nullable String text) {
        List<Listen> inbounds = new ArrayList<>();
        if (text != null) {
            for (String pair : text.split(",", -1)) {
                inbounds.add(inbound(pair.strip()));
            }
        }
        return inbounds;
    }

    private static Listen inbound(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new MeshConfigurationException("option 'inbound'", pair, "HOST:PORT=APP_HOST:APP_PORT");
        }
        InetSocketAddress listen = Addresses.parse("inbound", pair.substring(0, equals));
        InetSocketAddress application = Addresses.parse("inbound", pair.substring(equals + 1));
        if (application.getPort() == 0) {
            throw new MeshConfigurationException("option 'inbound'", pair, "an application port from 1 to 65535");
        }
        return new Listen(listen, Addresses.endpoint(application));
    }
}
