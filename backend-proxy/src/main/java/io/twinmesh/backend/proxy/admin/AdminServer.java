package io.twinmesh.backend.proxy.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.twinmesh.api.Internal;
import io.twinmesh.backend.proxy.link.Transport;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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
     * @param bind binds what it is given
     */
    public AdminServer(Transport transport, AdminSubject subject, Function<ServerBootstrap, Channel> bind) {
        this.loop = transport.loops("twinmesh-admin", 1);
        AdminPages pages = new AdminPages(subject);
        ServerBootstrap server = transport.server(loop).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel child) {
                child.pipeline()
                        .addLast(
                                new HttpServerCodec(),
                                new HttpObjectAggregator(LARGEST_REQUEST),
                                new AdminHandler(pages));
            }
        });
        this.channel = open(server, bind);
    }

    private Channel open(ServerBootstrap server, Function<ServerBootstrap, Channel> bind) {
        try {
            return bind.apply(server);
        } catch (RuntimeException e) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

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
