package io.twinmesh.backend.proxy.link;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Internal;
import io.twinmesh.api.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane belongs.
 *
 * @param direction which of the kernel's two questions is asked
 * @param port of the listener
 * @param application the local application, for inbound lanes in explicit mode
 * @param interception how connections come to the listener
 * @param clients those of the listener
 * @param siblings runs something on every lane of the same listener, each on its own loop
 */
@Internal(since = "0.1")
public record LaneScope(
        Worker worker,
        Direction direction,
        int port,
        @Nullable Endpoint application,
        Interception interception,
        Clients clients,
        Consumer<Consumer<Lane>> siblings) {

    public boolean inbound() {
        return direction == Direction.INBOUND;
    }

    /** Counts the connection of a client that has come from another process. */
    public void adopted(Channel connection) {
        clients.adopt(connection, worker);
    }

    /** Where an accepted connection was meant to go, or null if it was meant for the listener: asks the socket, remembers nothing. */
    public @Nullable Endpoint destination(Channel accepted) {
        if (!interception.transparent()) {
            return null;
        }
        InetSocketAddress local = (InetSocketAddress) accepted.localAddress();
        return Endpoint.of(NetUtil.toAddressString(local.getAddress()), local.getPort());
    }

    /** The address that the application is to see an accepted connection come from, or null if it may be the sidecar's or is gone. */
    public @Nullable InetAddress source(Channel accepted) {
        InetSocketAddress client = (InetSocketAddress) accepted.remoteAddress();
        return interception.keepClientAddress() && client != null ? client.getAddress() : null;
    }

    /**
     * Says to the clients of the listener that the local application drains, or no longer does.
     *
     * @param application the one that said so
     */
    public void announce(boolean draining, Endpoint application) {
        if (interception.transparent()) {
            siblings.accept(lane -> lane.announce(draining, application));
        } else {
            siblings.accept(lane -> lane.announce(draining));
        }
    }
}
