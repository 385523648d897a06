package io.twinmesh.backend.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.twinmesh.api.config.MeshConfigurationException;
import java.net.InetSocketAddress;

/** Binds listeners. */
final class Sockets {

    private Sockets() {}

    /**
     * A bound channel.
     *
     * @throws MeshConfigurationException naming the option, if the address cannot be had
     */
    static Channel bind(String option, ServerBootstrap server, InetSocketAddress address) {
        ChannelFuture bound = server.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new MeshConfigurationException(
                    "option '" + option + "'",
                    Addresses.text(address) + ": " + bound.cause().getMessage(),
                    "a free address of this machine");
        }
        return bound.channel();
    }
}
