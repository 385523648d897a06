package io.twinmesh.backend.proxy;

import io.twinmesh.api.MeshContext;
import io.twinmesh.backend.proxy.admin.AdminServer;
import io.twinmesh.backend.proxy.admin.AdminSubject;
import io.twinmesh.backend.proxy.link.Counters;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The admin port of a sidecar, if it is to have one. */
@Singleton
final class Admin implements AutoCloseable {

    private final Listeners listeners;
    private final @Nullable AdminServer server;

    @Inject
    Admin(SidecarConfig config, MeshContext context, Workers workers, Listeners listeners, Counters counters) {
        this.listeners = listeners;
        InetSocketAddress address = config.admin();
        AdminSubject subject = new AdminSubject(
                context.config(),
                context.kernel(),
                counters,
                this::addresses,
                workers.transport().name());
        this.server = address == null ? null : open(workers, subject, address);
    }

    private AdminServer open(Workers workers, AdminSubject subject, InetSocketAddress address) {
        try {
            return new AdminServer(workers.transport(), subject, server -> Sockets.bind("admin", server, address));
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    /** The addresses bound, by the word for each. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new TreeMap<>(listeners.addresses());
        if (server != null) {
            addresses.put(
                    "admin", Addresses.text((InetSocketAddress) server.channel().localAddress()));
        }
        return addresses;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
