package io.twinmesh.backend.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.twinmesh.backend.proxy.link.Trial;
import java.util.function.Predicate;

/** A connection on which nobody has spoken yet. */
final class TcpTrial implements Trial {

    private final TcpDownstream downstream;
    private final Predicate<ByteBuf> other;
    private boolean open = true;
    private boolean settled;

    /**
     * A trial that begins.
     *
     * @param other whether a server that begins like this speaks a protocol of which more is known
     */
    TcpTrial(TcpDownstream downstream, Predicate<ByteBuf> other) {
        this.downstream = downstream;
        this.other = other;
    }

    /** The server's first bytes; they go to the client in any case. */
    void serverSpoke(ByteBuf bytes) {
        if (!settled && !other.test(bytes)) {
            settle();
        }
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public void settle() {
        if (!settled) {
            settled = true;
            downstream.settle();
        }
    }

    @Override
    public void withdraw() {
        if (open && !settled) {
            open = false;
            downstream.withdraw();
        }
    }
}
