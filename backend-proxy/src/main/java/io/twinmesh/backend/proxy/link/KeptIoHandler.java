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

    /** A registration that is never left without a mask. */
    private record Kept(IoRegistration registration) implements IoRegistration {

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
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
