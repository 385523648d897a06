package io.twinmesh.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.twinmesh.benchmarks.wire.EchoCall;
import io.twinmesh.benchmarks.wire.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One load run from connecting to the result. */
final class LoadRun {

    private static final long SLACK_MILLIS = 5_000;

    private final LoadShape shape;
    private final LoadTimes times;
    private final Calls calls;
    private final Measurement measurement = new Measurement();

    LoadRun(LoadShape shape, LoadTimes times, CallGate gate) {
        this.shape = shape;
        this.times = times;
        this.calls = new Calls(EchoCall.ofPayload(shape.payloadBytes()), gate, measurement);
    }

    /**
     * Runs the shape against 127.0.0.1.
     *
     * @param marks told {@code measuring} and {@code measured} when the window begins and ends, on the load thread
     */
    LoadResult run(Transport transport, int port, Consumer<String> marks)
            throws InterruptedException, ExecutionException, TimeoutException {
        LoadProgress progress = new LoadProgress(transport.loop(), shape, times, calls, measurement, marks);
        List<LoadConnection> connections = connect(transport, port, progress);
        return transport
                .loop()
                .submit(() -> progress.start(connections))
                .get()
                .get(times.total().toMillis() + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private List<LoadConnection> connect(Transport transport, int port, LoadProgress progress)
            throws InterruptedException {
        List<LoadConnection> connections = new ArrayList<>();
        for (int i = 0; i < shape.connections(); i++) {
            LoadConnection connection = new LoadConnection(i, calls, progress);
            Bootstrap client = transport.client().handler(connection);
            client.connect(InetAddress.getLoopbackAddress(), port).sync();
            connections.add(connection);
        }
        return connections;
    }
}
