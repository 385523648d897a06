package io.twinmesh.adapters.intercept.netns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands in for a sidecar: transparent listeners that greet with the original destination and then carry bytes there. Arguments: for each
 * listener {@code PORT:MARK:KIND}, where kind is {@code out}, {@code in}, {@code keep} (in, with the client's address) or {@code deaf} (accepts
 * nothing, and has room for one connection); and the path of a socket where a guard may ask. It says {@code asked} at the first question, and on a line of input it leaves its guard.
 */
final class StandIn {

    private static final ChannelOption<Integer> SO_MARK = new IntegerUnixChannelOption("SO_MARK", 1, 36);
    private static final int MARK = 2;
    private static final int KEEP_MARK = 3;

    private StandIn() {}

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] arguments) throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Answers answers = null;
        for (String argument : arguments) {
            if (argument.startsWith("/")) {
                answers = new Answers(Path.of(argument));
            } else {
                String[] parts = argument.split(":", -1);
                listen(loop, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
            }
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            answers.close();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Answers guards, as a sidecar does; takes the place of a socket that is there. */
    private static final class Answers implements AutoCloseable {

        private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        private final List<SocketChannel> guards = new CopyOnWriteArrayList<>();
        private final AtomicBoolean asked = new AtomicBoolean();

        Answers(Path file) throws IOException {
            Path own = Path.of(file + "." + ProcessHandle.current().pid());
            server.bind(UnixDomainSocketAddress.of(own));
            Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
            start(this::accept);
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    SocketChannel guard = server.accept();
                    guards.add(guard);
                    start(() -> answer(guard));
                }
            } catch (IOException e) {
                // closed
            }
        }

        @SuppressWarnings("SystemOut") // the test reads it
        private void answer(SocketChannel guard) {
            ByteBuffer question = ByteBuffer.allocate(1);
            try {
                while (guard.read(question.clear()) == 1) {
                    guard.write(ByteBuffer.wrap(new byte[] {'!'}));
                    if (asked.compareAndSet(false, true)) {
                        System.out.println("asked");
                    }
                }
            } catch (IOException e) {
                // the guard is gone
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (SocketChannel guard : guards) {
                guard.close();
            }
        }
    }

    private static void listen(EventLoopGroup loop, int port, int mark, String kind) {
        boolean deaf = kind.equals("deaf");
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, deaf ? 1 : 2048)
                .option(ChannelOption.AUTO_READ, !deaf)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(EpollChannelOption.IP_TRANSPARENT, true)
                .option(SO_MARK, mark)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(new Caught(kind));
                    }
                })
                .bind(new InetSocketAddress("::", port))
                .syncUninterruptibly();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress().replaceFirst("%.*", "") + ":" + address.getPort();
    }

    /** A connection that was caught, on its way to where it was meant to go. */
    private static final class Caught extends ChannelInboundHandlerAdapter {

        private final String kind;

        Caught(String kind) {
            this.kind = kind;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel downstream = context.channel();
            InetSocketAddress meant = (InetSocketAddress) downstream.localAddress();
            InetSocketAddress caller = (InetSocketAddress) downstream.remoteAddress();
            String greeting = "sidecar " + kind + " for " + text(meant) + "\n";
            downstream.writeAndFlush(Unpooled.copiedBuffer(greeting, StandardCharsets.UTF_8));
            dial(downstream, meant, kind.equals("keep") ? new InetSocketAddress(caller.getAddress(), 0) : null);
        }

        private static void dial(Channel downstream, InetSocketAddress meant, InetSocketAddress from) {
            Bootstrap dial = new Bootstrap()
                    .group(downstream.eventLoop())
                    .channel(EpollSocketChannel.class)
                    .option(EpollChannelOption.IP_TRANSPARENT, from != null)
                    .option(SO_MARK, from == null ? MARK : KEEP_MARK)
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new Pipe(downstream));
            (from == null ? dial.connect(meant) : dial.connect(meant, from)).addListener(done -> {
                if (done.isSuccess()) {
                    Channel upstream = ((io.netty.channel.ChannelFuture) done).channel();
                    downstream.pipeline().addLast(new Pipe(upstream));
                    upstream.config().setAutoRead(true);
                    downstream.config().setAutoRead(true);
                } else {
                    downstream.close();
                }
            });
        }
    }

    /** Carries what it reads to the other side, and ends with it. */
    private static final class Pipe extends ChannelInboundHandlerAdapter {

        private final Channel other;

        Pipe(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            other.writeAndFlush(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
