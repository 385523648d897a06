package io.twinmesh.backend.proxy.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollChannelOption;
import io.twinmesh.api.Internal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a local application from its client's address. The port is one that the client will hardly use itself (above Linux's
 * range for outgoing connections): with the same port, the connection could not be told from the client's own, and both would hang.
 */
@Internal(since = "0.2")
public final class ClientAddress {

    /** The mark that brings the application's answers back to the sidecar instead of to the client. */
    static final int MARK = 3;

    private static final int FIRST_PORT = 61_000;
    private static final int LAST_PORT = 65_535;
    private static final int TRIES = 64;

    private ClientAddress() {}

    /**
     * Connects, from an address of somebody else if one is given.
     *
     * @param bootstrap of a group of one loop, with everything but the addresses
     */
    public static ChannelFuture connect(Bootstrap bootstrap, InetSocketAddress to, @Nullable InetAddress from) {
        if (from == null) {
            return bootstrap.connect(to);
        }
        ChannelFuture registered = bootstrap
                .option(EpollChannelOption.IP_TRANSPARENT, true)
                .option(Transport.SO_MARK, MARK)
                .register();
        ChannelPromise connected = registered.channel().newPromise();
        connected.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        registered.addListener(done -> {
            if (done.isSuccess()) {
                bindAndConnect(registered.channel(), to, from, connected);
            } else {
                connected.setFailure(done.cause());
            }
        });
        return connected;
    }

    private static void bindAndConnect(
            Channel channel, InetSocketAddress to, InetAddress from, ChannelPromise connected) {
        ChannelFuture bound = channel.bind(new InetSocketAddress(from, anyPort()));
        for (int i = 1; i < TRIES && !bound.isSuccess(); i++) {
            bound = channel.bind(new InetSocketAddress(from, anyPort()));
        }
        if (bound.isSuccess()) {
            channel.connect(to, connected);
        } else {
            connected.setFailure(bound.cause());
        }
    }

    private static int anyPort() {
        return ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
    }
}
