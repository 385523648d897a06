package io.twinmesh.backend.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.backend.proxy.upgrade.Inheritance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds listeners, or takes them over from a predecessor. */
final class Sockets {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

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
     * @throws MeshConfigurationException naming the option, if the address cannot be had or what was inherited is no socket
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
                : adopt(option, address, socket, adopted.apply(socket));
    }

    private static Channel adopt(
            String option, InetSocketAddress address, FileDescriptor socket, ServerBootstrap server) {
        ChannelFuture adopted = server.register().awaitUninterruptibly();
        if (adopted.isSuccess()) {
            return adopted.channel();
        }
        close(socket);
        throw new MeshConfigurationException(
                "option '" + option + "'",
                Addresses.text(address) + ": " + adopted.cause().getMessage(),
                "a listening socket of the predecessor");
    }

    private static void close(FileDescriptor socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("upgrade: a descriptor stays open", e);
        }
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
