package io.twinmesh.backend.proxy.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.link.Transport;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The admin port: HTTP/1.1 on a thread of its own, so that a long page holds up no call.
 *
 * <p>Lifecycle: it answers when it is constructed. Threads: any.
 */
@Internal(since = "0.1")
public final class AdminServer implements AutoCloseable {

    private static final int LARGEST_REQUEST = 64 << 10;

    private final EventLoopGroup loop;
    private final Channel channel;

    /**
     * Opens the port.
     *
     * @param bind binds a new one or takes one over; it answers only when it is told to read
     */
    public AdminServer(Transport transport, AdminSubject subject, Binding bind) {
        this.loop = transport.loops("twinmesh-admin", 1);
        AdminPages pages = new AdminPages(subject);
        ChannelInitializer<Channel> connection = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel child) {
                child.pipeline()
                        .addLast(
                                new HttpServerCodec(),
                                new HttpObjectAggregator(LARGEST_REQUEST),
                                new AdminHandler(pages));
            }
        };
        this.channel = open(transport, connection, bind);
    }

    private Channel open(Transport transport, ChannelInitializer<Channel> connection, Binding bind) {
        try {
            return bind.apply(
                    () -> prepared(transport.server(loop), connection),
                    socket -> prepared(transport.adoptedServer(loop, socket), connection));
        } catch (RuntimeException e) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static ServerBootstrap prepared(ServerBootstrap server, ChannelInitializer<Channel> connection) {
        return server.option(ChannelOption.AUTO_READ, false).childHandler(connection);
    }

    /** Chooses between a new socket and one that another process bound. */
    @Internal(since = "0.2")
    public interface Binding
            extends BiFunction<Supplier<ServerBootstrap>, Function<FileDescriptor, ServerBootstrap>, Channel> {}

    /** What was bound. */
    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
