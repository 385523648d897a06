package io.twinmesh.backend.proxy.upgrade;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix domain sockets of a sidecar: one for messages, and one for file descriptors, because Netty reads either bytes or descriptors
 * from a socket, one descriptor with each message.
 */
final class Sockets {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    static final String CONTROL = "upgrade.sock";
    static final String DESCRIPTORS = "fds.sock";
    static final String ASK = "ask.sock";

    /** Bytes of the largest message. */
    static final int LARGEST = 1 << 29;

    private static final String FRAMES = "frames";

    private Sockets() {}

    /** A loop of its own: an upgrade must not wait for calls. */
    static EventLoopGroup loop() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("twinmesh-upgrade-io", true), EpollIoHandler.newFactory());
    }

    /** Listens at a path, in place of whoever listened there before: the path changes hands in one step. */
    static Channel listen(EventLoopGroup loop, Path path, Consumer<Channel> accepted) throws IOException {
        Path fresh = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        Channel channel = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(initializer(accepted))
                .bind(new DomainSocketAddress(fresh.toFile()))
                .syncUninterruptibly()
                .channel();
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Connects to a path; null if nobody listens there. */
    static @Nullable Channel connect(EventLoopGroup loop, Path path, Consumer<Channel> initialize) {
        var connected = new Bootstrap()
                .group(loop)
                .channel(EpollDomainSocketChannel.class)
                .handler(initializer(initialize))
                .connect(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        return connected.isSuccess() ? connected.channel() : null;
    }

    /** Whether anybody listens at a path. */
    static boolean listens(EventLoopGroup loop, Path path) {
        Channel connected = connect(loop, path, channel -> {});
        if (connected != null) {
            connected.close();
        }
        return connected != null;
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> action) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                action.accept(channel);
            }
        };
    }

    /**
     * Messages go into a box, and {@link Wire#END} behind the last one.
     *
     * @param largest bytes of one message; more ends the connection
     */
    static void messages(Channel channel, BlockingQueue<Object> box, int largest) {
        channel.pipeline().addLast(FRAMES, frames(largest)).addLast(new Messages(box::add));
    }

    /** Messages go to somebody at once, on the loop. */
    static void messages(Channel channel, Consumer<Object> to, int largest) {
        channel.pipeline().addLast(FRAMES, frames(largest)).addLast(new Messages(to));
    }

    /** Whoever is known may send as much as an offer needs. */
    static void trust(Channel channel) {
        channel.pipeline().replace(FRAMES, FRAMES, frames(LARGEST));
    }

    private static LengthFieldBasedFrameDecoder frames(int largest) {
        return new LengthFieldBasedFrameDecoder(largest, 0, Integer.BYTES, 0, Integer.BYTES);
    }

    /** Descriptors go into a box. */
    static void descriptors(Channel channel, BlockingQueue<FileDescriptor> box) {
        channel.config().setOption(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object descriptor) {
                box.add((FileDescriptor) descriptor);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                context.close();
            }
        });
    }

    /** Cuts a message's code off; what cannot be understood ends the connection. */
    private static final class Messages extends ChannelInboundHandlerAdapter {

        private final Consumer<Object> to;

        Messages(Consumer<Object> to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            ByteBuf bytes = (ByteBuf) frame;
            Kind kind = bytes.readableBytes() < Short.BYTES ? null : Kind.of(bytes.readUnsignedShort());
            if (kind == null) {
                LOG.warn("upgrade: a message that is none refused (expected: one of {})", List.of(Kind.values()));
                bytes.release();
                context.close();
            } else {
                to.accept(new Message(kind, bytes));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            to.accept(Wire.END);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.warn("upgrade: a message refused: {}", cause.getMessage());
            }
            context.close();
        }
    }
}
