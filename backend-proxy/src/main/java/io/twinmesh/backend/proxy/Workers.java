package io.twinmesh.backend.proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.MeshContext;
import io.twinmesh.backend.proxy.link.Counter;
import io.twinmesh.backend.proxy.link.Counters;
import io.twinmesh.backend.proxy.link.Limits;
import io.twinmesh.backend.proxy.link.MemoryBudget;
import io.twinmesh.backend.proxy.link.Transport;
import io.twinmesh.backend.proxy.link.Worker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The event loops of a sidecar, and the threads for decisions that may wait. */
@Singleton
final class Workers implements AutoCloseable {

    private static final int ASIDE_IDLE_SECONDS = 10;

    private final Transport transport;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor aside;
    private final List<Worker> all = new ArrayList<>();
    private final MemoryBudget budget;

    @Inject
    Workers(SidecarConfig config, MeshContext context, Counters counters) {
        transport = Transport.best(config.workers(), config.mark());
        loops = transport.loops("twinmesh-worker", config.workers());
        aside = new ThreadPoolExecutor(
                0,
                Worker.MOST_ASIDE,
                ASIDE_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("twinmesh-aside", true));
        budget = new MemoryBudget(config.limits().memoryBudget());
        startAll(context.kernel(), config.limits(), counters);
    }

    private void startAll(Kernel kernel, Limits limits, Counters counters) {
        counters.gauge(Counter.MEMORY_HELD, budget::held);
        for (EventExecutor loop : loops) {
            Worker worker = new Worker((EventLoop) loop, transport, kernel, limits, counters, aside, budget);
            all.add(worker);
            worker.start();
        }
    }

    Transport transport() {
        return transport;
    }

    EventLoopGroup loops() {
        return loops;
    }

    List<Worker> all() {
        return all;
    }

    /** Bytes held for all peers. */
    long held() {
        return budget.held();
    }

    /** The worker that has a number here: there may have been more of them in another process. */
    Worker numbered(int number) {
        return all.get(number % all.size());
    }

    /** The number of the worker that a connection is on, or -1. */
    int number(Channel connection) {
        for (int i = 0; i < all.size(); i++) {
            if (connection.isRegistered() && all.get(i).loop() == connection.eventLoop()) {
                return i;
            }
        }
        return -1;
    }

    /** Puts connections on the loops of their workers, all loops at once; those below 0 are left alone. Not for the loops' own threads. */
    void settle(List<Channel> connections, int[] numbers) {
        Map<Worker, List<Channel>> byWorker = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] >= 0) {
                byWorker.computeIfAbsent(numbered(numbers[i]), worker -> new ArrayList<>())
                        .add(connections.get(i));
            }
        }
        List<Future<Boolean>> settled = new ArrayList<>();
        byWorker.forEach((worker, own) -> settled.add(worker.submit(() -> {
            own.forEach(worker.loop()::register);
            return true;
        })));
        settled.forEach(Future::syncUninterruptibly);
    }

    /** Runs something on a worker's loop, also while that stands still, and waits for it. Not for the loops' own threads. */
    static <T> T on(Worker worker, Supplier<T> task) {
        return worker.submit(task).syncUninterruptibly().getNow();
    }

    @Override
    public void close() {
        aside.shutdownNow();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
