package io.twinmesh.backend.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import java.net.InetSocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;

/** Binds listeners, or takes them over from a predecessor. */
final class Sockets {

    private Sockets() {}

    /** The words by which a listener is known to a successor. */
    static String words(String option, InetSocketAddress asked) {
        return option + " " + Addresses.text(asked);
    }

    /**
     * A bound channel: the predecessor's if it has one, else a new one.
     *
     * @param server makes the bootstrap of a new one
     * @param adopted makes that of an inherited one
     * @throws MeshConfigurationException naming the option, if the address cannot be had
     */
    static Channel bind(
            String option,
            InetSocketAddress address,
            Inheritance inheritance,
            Supplier<ServerBootstrap> server,
            Function<FileDescriptor, ServerBootstrap> adopted) {
        FileDescriptor socket = inheritance.take(words(option, address));
        return socket == null
                ? bind(option, server.get(), address)
                : adopted.apply(socket).register().syncUninterruptibly().channel();
    }

    /**
     * Takes connections, or leaves them in the queue from now on: not one more is taken when this returns. Not for the loops' threads.
     *
     * <p>On the channel's own loop, because Netty lets a read that was begun go on if it is told from another thread.
     */
    static void accept(Channel listener, boolean on) {
        listener.eventLoop().submit(() -> listener.config().setAutoRead(on)).syncUninterruptibly();
    }

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
