package io.twinmesh.backend.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.twinmesh.backend.proxy.link.Worker;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clients and servers of a drill, on the sidecar's own loops: some speak Dubbo, some anything. Threads: the one that drills. */
final class DrillPeers implements AutoCloseable {

    private static final int CLIENTS = 32;
    private static final int BATCH = 16;
    private static final long PATIENCE_MILLIS = 500;
    private static final int HEADER = 16;
    private static final int REQUEST = 0xc2;
    private static final int RESPONSE = 0x02;
    private static final int OK = 20;

    private final Workers workers;
    private final List<Channel> servers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    DrillPeers(Workers workers) {
        this.workers = workers;
        servers.add(server(true));
        servers.add(server(false));
    }

    /** The addresses of the servers: the first speaks Dubbo, the second sends back what it gets. */
    List<InetSocketAddress> servers() {
        return servers.stream()
                .map(server -> (InetSocketAddress) server.localAddress())
                .toList();
    }

    private Channel server(boolean dubbo) {
        ServerBootstrap server = workers.transport()
                .server(workers.loops())
                .childHandler(initializer(() -> new Answering(dubbo), dubbo));
        return Sockets.bind("drill", server, Addresses.parse("drill", "127.0.0.1:0"));
    }

    private static ChannelInitializer<Channel> initializer(
            Supplier<ChannelInboundHandlerAdapter> handler, boolean dubbo) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (dubbo) {
                    channel.pipeline().addLast(new LengthFieldBasedFrameDecoder(1 << 20, HEADER - 4, 4));
                }
                channel.pipeline().addLast(handler.get());
            }
        };
    }

    /** Answers a Dubbo request with a value, and anything else with itself. */
    private static final class Answering extends ChannelInboundHandlerAdapter {

        private final boolean dubbo;

        Answering(boolean dubbo) {
            this.dubbo = dubbo;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            if (!dubbo) {
                context.write(in);
                return;
            }
            boolean event = (in.getByte(2) & 0x20) != 0;
            if (!event) {
                ByteBuf out = context.alloc().buffer(HEADER + 2);
                out.writeShort(0xdabb)
                        .writeByte(RESPONSE)
                        .writeByte(OK)
                        .writeLong(in.getLong(4))
                        .writeInt(2);
                context.write(out.writeByte(0x91).writeByte('N'));
            }
            in.release();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Sends a batch and counts what comes back. */
    private static final class Client extends ChannelInboundHandlerAdapter {

        private final boolean dubbo;
        private int expected;
        private @Nullable CountDownLatch done;
        private @Nullable Channel channel;

        Client(boolean dubbo) {
            this.dubbo = dubbo;
        }

        void send(CountDownLatch latch) {
            Channel to = java.util.Objects.requireNonNull(channel);
            to.eventLoop().execute(() -> {
                ByteBuf batch = to.alloc().buffer();
                for (int i = 0; i < BATCH; i++) {
                    request(batch, i);
                }
                expected = dubbo ? BATCH : batch.readableBytes();
                done = latch;
                to.writeAndFlush(batch);
            });
        }

        private void request(ByteBuf out, int id) {
            ByteBuf body = Unpooled.buffer();
            for (String text : List.of("2.0.2", "io.twinmesh.Drill", "0.0.0", "drill", "")) {
                body.writeByte(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
            }
            body.writeByte('H').writeByte('Z');
            out.writeShort(dubbo ? 0xdabb : 0x2e2e)
                    .writeByte(REQUEST)
                    .writeByte(0)
                    .writeLong(id);
            out.writeInt(body.readableBytes()).writeBytes(body);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            expected -= dubbo ? 1 : in.readableBytes();
            in.release();
            CountDownLatch latch = done;
            if (expected <= 0 && latch != null) {
                done = null;
                latch.countDown();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Connects clients of each kind to the listeners before the servers. */
    void connect(List<InetSocketAddress> listeners) {
        for (int i = 0; i < CLIENTS; i++) {
            boolean dubbo = i % 2 == 0;
            Worker worker = workers.all().get(i % workers.all().size());
            Client client = new Client(dubbo);
            client.channel = workers.transport()
                    .client(worker.loop(), (int) PATIENCE_MILLIS)
                    .handler(initializer(() -> client, dubbo))
                    .connect(listeners.get(dubbo ? 0 : 1))
                    .syncUninterruptibly()
                    .channel();
            clients.add(client);
        }
    }

    /** One batch of each client, there and back. */
    void exchange() {
        CountDownLatch latch = new CountDownLatch(clients.size());
        clients.forEach(client -> client.send(latch));
        try {
            if (!latch.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(latch.getCount() + " clients without an answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        clients.forEach(
                client -> java.util.Objects.requireNonNull(client.channel).close());
        servers.forEach(Channel::close);
    }
}
