package io.twinmesh.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.twinmesh.benchmarks.wire.EchoCall;
import io.twinmesh.benchmarks.wire.Transport;
import java.net.InetSocketAddress;
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

    LoadRun(LoadShape shape, LoadTimes times) {
        this.shape = shape;
        this.times = times;
        this.calls = new Calls(EchoCall.ofPayload(shape.payloadBytes()), measurement);
    }

    /**
     * Runs the shape against an address.
     *
     * @param marks told {@code measuring} and {@code measured} when the window begins and ends, on the load thread
     */
    LoadResult run(Transport transport, InetSocketAddress address, Consumer<String> marks)
            throws InterruptedException, ExecutionException, TimeoutException {
        LoadProgress progress = new LoadProgress(transport.loop(), shape, times, calls, measurement, marks);
        List<LoadConnection> connections = shape.shortLived() ? List.of() : connect(transport, address, progress);
        Pacer pacer = shape.shortLived()
                ? new ShortLoop(transport.client(), address, shape.connections(), calls, progress)
                : new ClosedLoop(connections, shape.inFlight());
        return transport
                .loop()
                .submit(() -> progress.start(connections, pacer))
                .get()
                .get(times.total().toMillis() + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private List<LoadConnection> connect(Transport transport, InetSocketAddress address, LoadProgress progress)
            throws InterruptedException {
        List<LoadConnection> connections = new ArrayList<>();
        for (int i = 0; i < shape.connections(); i++) {
            LoadConnection connection = new LoadConnection(i, calls, progress);
            Bootstrap client = transport.client().handler(connection);
            client.connect(address).sync();
            connections.add(connection);
        }
        return connections;
    }
}
