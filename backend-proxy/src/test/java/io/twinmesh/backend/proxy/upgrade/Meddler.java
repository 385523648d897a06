package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Stands between the two processes of an upgrade, passes on what they say and send, and changes some of it. Both are real and know nothing of
 * it. The new one knocks where the meddler listens.
 */
public final class Meddler implements AutoCloseable {

    private final EventLoopGroup accepting = Sockets.loop();
    private final EventLoopGroup connecting = Sockets.loop();
    private final Path home;
    private final Channel control;
    private final Channel descriptors;
    private final Map<Kind, UnaryOperator<byte[]>> changes = new ConcurrentHashMap<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile BiFunction<Integer, FileDescriptor, List<FileDescriptor>> fromOld =
            (number, each) -> List.of(each);
    private volatile BiFunction<Integer, FileDescriptor, List<FileDescriptor>> fromNew =
            (number, each) -> List.of(each);

    /**
     * Listens in place of a sidecar.
     *
     * @param home the directory of the old sidecar
     * @param shown the one that the new sidecar takes for it
     */
    public Meddler(Path home, Path shown) throws IOException {
        this.home = home;
        Files.createDirectories(shown);
        descriptors = Sockets.listen(accepting, shown.resolve(Sockets.DESCRIPTORS), this::joinDescriptors);
        control = Sockets.listen(accepting, shown.resolve(Sockets.CONTROL), this::joinMessages);
    }

    /** Changes the records of messages of a kind, either way. */
    public Meddler change(String kind, UnaryOperator<byte[]> how) {
        changes.put(Kind.valueOf(kind), how);
        return this;
    }

    /** Passes other descriptors on to the new process than the old one sends; those of the listeners come first, from number 0. */
    public Meddler toTheNew(BiFunction<Integer, FileDescriptor, List<FileDescriptor>> how) {
        fromOld = how;
        return this;
    }

    /** Passes other descriptors on to the old process, on the way back, than the new one sends. */
    public Meddler toTheOld(BiFunction<Integer, FileDescriptor, List<FileDescriptor>> how) {
        fromNew = how;
        return this;
    }

    /** The kinds of all messages so far. */
    public List<String> said() {
        return said;
    }

    private void joinMessages(Channel fresh) {
        Channel old = connect(Sockets.CONTROL, channel -> {
            Sockets.messages(channel, message -> pass(message, fresh), Sockets.LARGEST);
        });
        Sockets.messages(fresh, message -> pass(message, old), Sockets.LARGEST);
    }

    private Channel connect(String name, Consumer<Channel> initialize) {
        Channel channel = Sockets.connect(connecting, home.resolve(name), initialize);
        if (channel == null) {
            throw new IllegalStateException("nobody at " + home.resolve(name));
        }
        return channel;
    }

    private void pass(Object next, Channel to) {
        if (next instanceof Message message) {
            said.add(message.kind().name());
            byte[] record = ByteBufUtil.getBytes(message.bytes());
            message.release();
            byte[] changed = changes.getOrDefault(message.kind(), UnaryOperator.identity())
                    .apply(record);
            to.eventLoop().execute(() -> Wire.send(to, message.kind(), fields -> fields.raw(wrapped(changed))));
        } else {
            to.close();
        }
    }

    private static ByteBuf wrapped(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    private void joinDescriptors(Channel fresh) {
        Channel old = connect(
                Sockets.DESCRIPTORS, channel -> forward(channel, fresh, (number, each) -> fromOld.apply(number, each)));
        forward(fresh, old, (number, each) -> fromNew.apply(number, each));
    }

    private static void forward(
            Channel from, Channel to, BiFunction<Integer, FileDescriptor, List<FileDescriptor>> instead) {
        AtomicInteger number = new AtomicInteger();
        from.config().setOption(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS);
        from.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object descriptor) {
                FileDescriptor came = (FileDescriptor) descriptor;
                List<FileDescriptor> ours = new ArrayList<>(instead.apply(number.getAndIncrement(), came));
                ours.forEach(to::write);
                ours.remove(came);
                ours.add(came);
                to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> Wire.closeAll(ours));
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                to.close();
            }
        });
    }

    @Override
    public void close() {
        control.close().awaitUninterruptibly();
        descriptors.close().awaitUninterruptibly();
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        connecting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
