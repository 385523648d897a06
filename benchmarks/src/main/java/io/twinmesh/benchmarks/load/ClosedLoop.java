package io.twinmesh.benchmarks.load;

import java.util.List;

/** Keeps a fixed number of calls in flight on each connection: every reply sends the next call. */
final class ClosedLoop implements Pacer {

    private final List<LoadConnection> connections;
    private final int inFlight;
    private boolean stopped;

    ClosedLoop(List<LoadConnection> connections, int inFlight) {
        this.connections = connections;
        this.inFlight = inFlight;
    }

    @Override
    public void start() {
        connections.forEach(connection -> answered(connection, inFlight));
    }

    @Override
    public void answered(LoadConnection connection, int calls) {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            connection.write(now);
        }
        connection.flush();
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
