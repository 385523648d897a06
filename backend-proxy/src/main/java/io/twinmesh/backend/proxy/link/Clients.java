package io.twinmesh.backend.proxy.link;

import io.netty.channel.Channel;
import io.twinmesh.api.Internal;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of a listener's clients, on all workers, and bounds them. Threads: any. */
@Internal(since = "0.2")
public final class Clients {

    private final AtomicInteger open = new AtomicInteger();

    /** Counts a connection that was accepted for as long as it is open, unless as many as may be are. */
    public boolean admit(Channel channel, Worker worker) {
        if (open.incrementAndGet() > worker.limits().connectionsPerListener()) {
            open.decrementAndGet();
            return false;
        }
        untilClosed(channel, worker);
        return true;
    }

    /** Counts one that another process admitted, however many there are. */
    public void adopt(Channel channel, Worker worker) {
        open.incrementAndGet();
        untilClosed(channel, worker);
    }

    private void untilClosed(Channel channel, Worker worker) {
        worker.counters().add(Counter.DOWNSTREAM_OPEN);
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            worker.counters().add(Counter.DOWNSTREAM_OPEN, -1);
        });
    }
}
