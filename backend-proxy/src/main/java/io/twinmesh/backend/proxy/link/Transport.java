package io.twinmesh.backend.proxy.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.twinmesh.api.Internal;

/**
 * How sockets are had: epoll on Linux, NIO elsewhere.
 *
 * @param name {@code epoll} or {@code nio}
 * @param allocator where bytes are read into
 * @param mark SO_MARK of every socket, by which interception rules know the sidecar's own traffic; 0 for none
 */
@Internal(since = "0.1")
public record Transport(String name, ByteBufAllocator allocator, int mark) {

    /** What routing and interception rules tell packets apart by. */
    public static final ChannelOption<Integer> SO_MARK = new IntegerUnixChannelOption("SO_MARK", 1, 36);

    private static final int READ_LEAST = 2 << 10;
    private static final int READ_FIRST = 8 << 10;
    private static final int READ_MOST = 64 << 10;
    private static final int MARK_LOW = 256 << 10;
    private static final int MARK_HIGH = 512 << 10;
    private static final int PAGE = 8 << 10;
    private static final int CHUNK_ORDER = 7;

    /**
     * The best transport of this machine, for a number of loops.
     *
     * @param mark SO_MARK of every socket, 0 for none
     */
    public static Transport best(int loops, int mark) {
        ByteBufAllocator pool = new PooledByteBufAllocator(true, 0, loops, PAGE, CHUNK_ORDER, 0, 0, true);
        return new Transport(Epoll.isAvailable() ? "epoll" : "nio", pool, mark);
    }

    /** Whether sockets can be marked and connections intercepted. */
    public boolean epoll() {
        return name.equals("epoll");
    }

    /** Loops with a thread each. */
    public EventLoopGroup loops(String threads, int count) {
        IoHandlerFactory io = epoll() ? KeptIoHandler.of(EpollIoHandler.newFactory()) : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(threads, true), io);
    }

    /** For listeners whose connections are spread over the loops. */
    public ServerBootstrap server(EventLoopGroup loops) {
        return server(loops, epoll() ? EpollServerSocketChannel::new : NioServerSocketChannel::new);
    }

    private ServerBootstrap server(EventLoopGroup loops, ChannelFactory<ServerSocketChannel> channels) {
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channelFactory(channels)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, marks());
        return mark == 0 ? server : server.option(SO_MARK, mark);
    }

    /** For a listener that another process bound: {@code register} puts it on a loop. */
    public ServerBootstrap adoptedServer(EventLoopGroup loops, FileDescriptor socket) {
        return server(loops, () -> new EpollServerSocketChannel(socket.intValue()));
    }

    /**
     * A connection that another process opened, and has a copy of; on no loop yet, and not reading.
     *
     * @throws io.netty.channel.ChannelException if it is no socket
     */
    public Channel adopt(FileDescriptor socket) {
        Channel channel = new EpollSocketChannel(socket.intValue());
        Copies.mark(channel);
        channel.config().setOption(ChannelOption.AUTO_READ, false);
        channel.config().setOption(ChannelOption.ALLOCATOR, allocator);
        channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, reads());
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, marks());
        return channel;
    }

    /** Closes this process's copy of a connection that another process goes on with; its peer is told nothing. Any thread. */
    public static void discard(Channel adopted) {
        if (adopted.isRegistered()) {
            adopted.close();
        } else {
            adopted.unsafe().closeForcibly();
        }
    }

    /** For connections to endpoints. */
    public Bootstrap client(EventLoop loop, int connectTimeoutMillis) {
        Class<? extends SocketChannel> type = epoll() ? EpollSocketChannel.class : NioSocketChannel.class;
        Bootstrap client = new Bootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, marks());
        return mark == 0 ? client : client.option(SO_MARK, mark);
    }

    private static AdaptiveRecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(READ_LEAST, READ_FIRST, READ_MOST);
    }

    private static WriteBufferWaterMark marks() {
        return new WriteBufferWaterMark(MARK_LOW, MARK_HIGH);
    }
}
