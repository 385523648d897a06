package io.twinmesh.backend.proxy.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollChannelOption;
import io.twinmesh.api.Internal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a local application from its client's address. The port is the kernel's choice: it must not be one from which the same client
 * has a connection to the same application, and Linux gives odd ones to those who bind and even ones to those who only connect.
 */
@Internal(since = "0.2")
public final class ClientAddress {

    private ClientAddress() {}

    /**
     * Connects, from an address of somebody else if one is given.
     *
     * @param mark brings the application's answers back to the sidecar instead of to the client
     */
    public static ChannelFuture connect(
            Bootstrap bootstrap, InetSocketAddress to, @Nullable InetAddress from, int mark) {
        if (from == null) {
            return bootstrap.connect(to);
        }
        return bootstrap
                .option(EpollChannelOption.IP_TRANSPARENT, true)
                .option(Transport.SO_MARK, mark)
                .connect(to, new InetSocketAddress(from, 0));
    }
}
