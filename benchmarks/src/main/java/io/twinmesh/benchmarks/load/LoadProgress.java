package io.twinmesh.benchmarks.load;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes one run through its phases: closed warm-up, for open loops an open warm-up, measured window, draining. Runs on the
 * load thread.
 */
final class LoadProgress {

    private static final long DRAIN_POLL_MILLIS = 5;

    private final EventLoop loop;
    private final LoadShape shape;
    private final LoadTimes times;
    private final Calls calls;
    private final Measurement measurement;
    private final Consumer<String> marks;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private Pacer pacer = new ClosedLoop(List.of(), 0);
    private long drainDeadline;

    LoadProgress(
            EventLoop loop,
            LoadShape shape,
            LoadTimes times,
            Calls calls,
            Measurement measurement,
            Consumer<String> marks) {
        this.loop = loop;
        this.shape = shape;
        this.times = times;
        this.calls = calls;
        this.measurement = measurement;
        this.marks = marks;
    }

    /**
     * Starts the run over these connections; the future ends with it.
     *
     * @param first paces the calls, in open loops those of the closed warm-up
     */
    CompletableFuture<LoadResult> start(List<LoadConnection> opened, Pacer first) {
        connections.addAll(opened);
        pace(first);
        if (shape.open()) {
            later(times.warmUp().dividedBy(2), () -> pace(new OpenLoop(loop, connections, shape.ratePerSecond())));
        }
        later(times.warmUp(), this::begin);
        return result;
    }

    void answered(LoadConnection connection, int ended) {
        pacer.answered(connection, ended);
    }

    void closed(int connection) {
        if (!result.isDone()) {
            measurement.failed(1, "connection " + connection + ": closed by the peer (expected: open until the end)");
        }
    }

    void broken(int connection, Throwable cause) {
        measurement.failed(1, "connection " + connection + ": " + cause.getMessage());
    }

    private void begin() {
        measurement.begin(System.nanoTime());
        marks.accept("measuring");
        later(times.measure(), this::end);
    }

    private void end() {
        pacer.stop();
        measurement.end(System.nanoTime());
        marks.accept("measured");
        drainDeadline = System.nanoTime() + times.drain().toNanos();
        drain();
    }

    private void drain() {
        if (calls.waiting() > 0 && System.nanoTime() - drainDeadline < 0) {
            loop.schedule(this::drain, DRAIN_POLL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        measurement.failed(calls.waiting(), "reply: none within " + times.drain() + " of the end");
        result.complete(measurement.result());
    }

    private void pace(Pacer next) {
        pacer.stop();
        pacer = next;
        pacer.start();
    }

    private void later(Duration delay, Runnable task) {
        loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
