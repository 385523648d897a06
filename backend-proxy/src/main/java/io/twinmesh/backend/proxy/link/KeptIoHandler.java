package io.twinmesh.backend.proxy.link;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll, but that a socket of which nothing is asked for a while stays known to it. Netty 4.2.18 takes such a socket out
 * ({@code netty/netty} #16689) and fails when it is to be put back: a client that ends its side and reads a long answer slowly would lose
 * the rest of it. Here it stays in with an edge-triggered empty mask, which wakes the loop once at most.
 *
 * <p>And a socket that nothing has been read from or written to yet is not in at all: what came ahead of a hand-over is on its loop and
 * another process's still, and nothing that happens to it is this one's to look at.
 */
final class KeptIoHandler implements IoHandler {

    private final IoHandler epoll;

    private KeptIoHandler(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory of(IoHandlerFactory factory) {
        return executor -> new KeptIoHandler(factory.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Kept(epoll.register(handle));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }

    /**
     * A registration that is made known to the kernel once something is asked of it, and never left without a mask from then on. Threads: the
     * loop.
     */
    private static final class Kept implements IoRegistration {

        private static final int TRAFFIC = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLOUT.value();

        private final IoRegistration registration;
        private boolean asked;

        Kept(IoRegistration registration) {
            this.registration = registration;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            asked |= (((EpollIoOps) ops).value() & TRAFFIC) != 0;
            if (!asked) {
                return 0;
            }
            return registration.submit(EpollIoOps.NONE.equals(ops) ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
