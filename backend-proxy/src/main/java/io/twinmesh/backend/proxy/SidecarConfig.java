package io.twinmesh.backend.proxy;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.backend.proxy.link.Interception;
import io.twinmesh.backend.proxy.link.Limits;
import io.twinmesh.backend.proxy.upgrade.UpgradeConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sidecar.
 *
 * @param outbound where local applications' calls come in, or null
 * @param inbound where calls to local applications come in
 * @param admin where the sidecar is asked about itself, or null
 * @param workers event loops
 * @param mark SO_MARK of every socket, 0 for none
 * @param upgrades how it is upgraded, or null if it has no id
 */
record SidecarConfig(
        @Nullable Listen outbound,
        List<Listen> inbound,
        @Nullable InetSocketAddress admin,
        int workers,
        int mark,
        Limits limits,
        @Nullable UpgradeConfig upgrades) {

    private static final int MARK = 2;
    private static final int MOST_WORKERS = 1024;

    /**
     * A listener.
     *
     * @param application the local application behind an inbound one in explicit mode, otherwise null
     * @param interception how connections come to it
     */
    record Listen(InetSocketAddress address, @Nullable Endpoint application, Interception interception) {}

    /**
     * The options of a mesh that are for a sidecar.
     *
     * @throws MeshConfigurationException if one is out of range
     */
    static SidecarConfig of(MeshConfig config) {
        int cores = Runtime.getRuntime().availableProcessors();
        SidecarConfig sidecar = new SidecarConfig(
                outbound(config),
                inbounds(config.option("inbound"), Interception.inbound(config)),
                address(config, "admin"),
                config.number("workers", cores, 1, MOST_WORKERS),
                mark(config),
                Limits.of(config),
                UpgradeConfig.of(config));
        if (sidecar.outbound == null && sidecar.inbound.isEmpty()) {
            throw new MeshConfigurationException("options 'outbound' and 'inbound'", "none", "at least one of them");
        }
        return sidecar;
    }

    private static @Nullable Listen outbound(MeshConfig config) {
        InetSocketAddress address = address(config, "outbound");
        Interception interception = Interception.outbound(config);
        return address == null ? null : new Listen(address, null, interception);
    }

    private static @Nullable InetSocketAddress address(MeshConfig config, String option) {
        String text = config.option(option);
        return text == null ? null : Addresses.parse(option, text);
    }

    /** In transparent mode packets need a mark that is none of those by which rules send them here. */
    private static int mark(MeshConfig config) {
        boolean transparent = Interception.outbound(config).transparent()
                || Interception.inbound(config).transparent();
        int mark = config.number("mark", transparent ? MARK : 0, 0, Integer.MAX_VALUE);
        int keep = Interception.keepMark(config);
        if (mark == Interception.LOOP_MARK || mark == keep) {
            throw new MeshConfigurationException(
                    "option 'mark'",
                    String.valueOf(mark),
                    "neither " + Interception.LOOP_MARK + " nor " + keep + ", which the interception rules use");
        }
        return mark;
    }

    private static List<Listen> inbounds(@Nullable String text, Interception interception) {
        List<Listen> inbounds = new ArrayList<>();
        if (text != null) {
            for (String pair : text.split(",", -1)) {
                inbounds.add(
                        interception.transparent() ? transparent(pair.strip(), interception) : inbound(pair.strip()));
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
        return new Listen(listen, Addresses.endpoint(application), Interception.NONE);
    }

    /** The application is wherever a connection was meant to go. */
    private static Listen transparent(String listen, Interception interception) {
        if (listen.indexOf('=') >= 0) {
            throw new MeshConfigurationException("option 'inbound'", listen, "HOST:PORT alone in mode transparent");
        }
        return new Listen(Addresses.parse("inbound", listen), null, interception);
    }
}
