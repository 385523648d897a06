package io.twinmesh.benchmarks.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends calls at a fixed rate, in turn over the connections, whether or not earlier ones were answered. Each call counts
 * from the time it should have been sent, so that a stall is seen by every call it delays.
 */
final class OpenLoop implements Pacer {

    private final EventLoop loop;
    private final List<LoadConnection> connections;
    private final double intervalNanos;
    private long first;
    private long sent;
    private boolean stopped;

    OpenLoop(EventLoop loop, List<LoadConnection> connections, int ratePerSecond) {
        this.loop = loop;
        this.connections = connections;
        this.intervalNanos = 1e9 / ratePerSecond;
    }

    @Override
    public void start() {
        first = System.nanoTime();
        sendDue();
    }

    @Override
    public void answered(LoadConnection connection, int calls) {
        // replies do not pace an open loop
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void sendDue() {
        if (stopped) {
            return;
        }
        while (next() - System.nanoTime() <= 0) {
            connections.get((int) (sent % connections.size())).write(next());
            sent++;
        }
        connections.forEach(LoadConnection::flush);
        loop.schedule(this::sendDue, Math.max(0, next() - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private long next() {
        return first + (long) (sent * intervalNanos);
    }
}
