package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.twinmesh.api.MeshContext;
import io.twinmesh.backend.proxy.admin.AdminServer;
import io.twinmesh.backend.proxy.admin.AdminSubject;
import io.twinmesh.backend.proxy.link.Counters;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The admin port of a sidecar, if it is to have one. */
@Singleton
final class Admin implements AutoCloseable {

    private final Listeners listeners;
    private final @Nullable AdminServer server;
    private String words = "";

    @Inject
    Admin(
            SidecarConfig config,
            MeshContext context,
            Workers workers,
            Listeners listeners,
            Counters counters,
            Inheritance inheritance) {
        this.listeners = listeners;
        InetSocketAddress address = config.admin();
        AdminSubject subject = new AdminSubject(
                context.config(),
                context.kernel(),
                counters,
                this::addresses,
                workers.transport().name());
        this.server = address == null ? null : open(workers, subject, address, inheritance);
    }

    private AdminServer open(
            Workers workers, AdminSubject subject, InetSocketAddress address, Inheritance inheritance) {
        words = Sockets.words("admin", address);
        try {
            return new AdminServer(
                    workers.transport(),
                    subject,
                    (fresh, adopted) -> Sockets.bind("admin", address, inheritance, fresh, adopted));
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    /** The port itself with the words by which a successor knows it; nothing if there is none. */
    void listener(BiConsumer<String, Channel> visitor) {
        if (server != null) {
            visitor.accept(words, server.channel());
        }
    }

    /** Answers, or leaves who asks in the queue. */
    void answer(boolean on) {
        if (server != null) {
            Sockets.accept(server.channel(), on);
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
