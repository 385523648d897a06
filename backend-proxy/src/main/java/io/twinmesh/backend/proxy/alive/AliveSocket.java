package io.twinmesh.backend.proxy.alive;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.twinmesh.api.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix domain socket that answers every question mark with an exclamation mark, on a thread that also carries traffic: no answer means that
 * nobody is there to carry any. {@code mesh intercept guard} asks.
 *
 * <p>Lifecycle: {@link #bind}, {@link #open} once the sidecar takes traffic. Whoever asks finds the socket of the process before, or this one. {@link #close} removes the file, unless it is a successor's by then.
 */
@Internal(since = "0.2")
public final class AliveSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AliveSocket.class);
    private static final String NAME = "alive.sock";

    private static final AtomicInteger BOUND = new AtomicInteger();

    private final Path own;
    private final Path file;
    private final Channel listener;
    private final ChannelGroup guards;
    private final Object identity;

    private AliveSocket(Path own, Path file, Channel listener, ChannelGroup guards, Object identity) {
        this.own = own;
        this.file = file;
        this.listener = listener;
        this.guards = guards;
        this.identity = identity;
    }

    /**
     * Binds the socket in the directory of this sidecar, under another name than guards ask for: {@link #open} gives it that.
     *
     * @param loops for its connections
     * @param carrier runs something on a thread that carries traffic
     * @param ready no answer is given before this is true
     * @throws IOException if it cannot be bound there
     */
    public static AliveSocket bind(EventLoopGroup loops, Executor carrier, Path directory, BooleanSupplier ready)
            throws IOException {
        Path file = directory.resolve(NAME);
        Path own = directory.resolve(NAME + "." + ProcessHandle.current().pid() + "." + BOUND.incrementAndGet());
        Files.deleteIfExists(own);
        ChannelGroup guards = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        Channel listener = bind(loops, own, new Answers(guards, ready, carrier));
        Object identity = Objects.requireNonNull(identity(own), "identity");
        return new AliveSocket(own, file, listener, guards, identity);
    }

    /**
     * Takes the place of the one of a process before, in one step. Called once.
     *
     * @throws IOException if the file cannot be replaced
     */
    public AliveSocket open() throws IOException {
        Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    private static Channel bind(EventLoopGroup loops, Path file, Answers answers) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(answers)
                .bind(new DomainSocketAddress(file.toFile()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(file + ": " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    /** What tells this file from another of the same name, or null if there is none. */
    private static @Nullable Object identity(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(own);
            if (identity.equals(identity(file))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("alive socket: {}: {} (expected: a file that can be removed)", file, e.getMessage());
        }
        listener.close();
        guards.close().awaitUninterruptibly();
    }

    /** Sets up the connections of guards. */
    private static final class Answers extends ChannelInitializer<Channel> {

        private final ChannelGroup guards;
        private final BooleanSupplier ready;
        private final Executor carrier;

        Answers(ChannelGroup guards, BooleanSupplier ready, Executor carrier) {
            this.guards = guards;
            this.ready = ready;
            this.carrier = carrier;
        }

        @Override
        protected void initChannel(Channel guard) {
            guards.add(guard);
            guard.pipeline().addLast(new Answer(ready, carrier));
        }
    }
}
