package io.twinmesh.backend.proxy.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import io.twinmesh.backend.proxy.wire.FieldWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Somebody who knows the protocol of upgrades and does not keep to it. */
public final class HostileGuest implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private final EventLoopGroup loop = Sockets.loop();
    private final BlockingQueue<Object> messages = Wire.box();
    private final BlockingQueue<FileDescriptor> descriptors = Wire.box();
    private final Path home;
    private final Channel control;
    private Channel second;

    /** Knocks at a sidecar's door. */
    public HostileGuest(Path home) {
        this.home = home;
        this.control = Sockets.connect(
                loop, home.resolve(Sockets.CONTROL), channel -> Sockets.messages(channel, messages, Sockets.LARGEST));
    }

    /** Sends bytes as they are. */
    public HostileGuest raw(byte[] bytes) {
        control.writeAndFlush(Unpooled.wrappedBuffer(bytes)).awaitUninterruptibly();
        return this;
    }

    /** Sends a message of a kind, by its name. */
    public HostileGuest say(String kind, Consumer<FieldWriter> content) {
        Wire.send(control, Kind.valueOf(kind), content).awaitUninterruptibly();
        return this;
    }

    public HostileGuest hello(int oldest, int newest) {
        return say("HELLO", new Hello(oldest, newest, "hostile")::write);
    }

    /** Opens the second connection, as one who is welcome does. */
    public HostileGuest second() {
        second = Sockets.connect(
                loop, home.resolve(Sockets.DESCRIPTORS), channel -> Sockets.descriptors(channel, descriptors));
        return this;
    }

    /** Sends both ends of a pipe where the descriptors of sockets are expected. */
    public HostileGuest pipe() throws IOException {
        for (FileDescriptor end : FileDescriptor.pipe()) {
            second.writeAndFlush(end).awaitUninterruptibly();
            end.close();
        }
        return this;
    }

    /**
     * What it is told next: a kind and, if it is refused, the reason.
     *
     * @return {@code END} if it is shown out
     */
    public String hear() throws InterruptedException {
        Object next = messages.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (!(next instanceof Message message)) {
            return next == null ? "nothing" : "END";
        }
        String words = message.kind() + (message.kind() == Kind.REFUSED ? " " + Texts.reason(message) : "");
        message.release();
        return words;
    }

    /** The bytes of a hello. */
    public static byte[] helloBytes() {
        ByteBuf out = Unpooled.buffer();
        out.writeInt(0).writeShort(Kind.HELLO.code());
        Hello.ours().write(new FieldWriter(out));
        out.setInt(0, out.readableBytes() - Integer.BYTES);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    public void close() {
        control.close().awaitUninterruptibly();
        if (second != null) {
            second.close().awaitUninterruptibly();
        }
        Wire.closeAll(List.copyOf(descriptors));
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
