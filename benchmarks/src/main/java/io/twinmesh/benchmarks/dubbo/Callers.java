package io.twinmesh.benchmarks.dubbo;

import com.sun.management.OperatingSystemMXBean;
import io.twinmesh.benchmarks.wire.EchoCall;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads that call: one for each call in flight. They stay from window to window. */
final class Callers implements AutoCloseable {

    private final EchoService service;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Caller> callers = new ArrayList<>();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    Callers(EchoService service) {
        this.service = service;
    }

    /** Makes the calls of a window. */
    WindowResult run(Window window) throws InterruptedException, ExecutionException {
        List<Caller> some = callers(window.shape().inFlight());
        String argument = EchoCall.ofPayload(window.shape().payloadBytes()).argument();
        long cpuBefore = system.getProcessCpuTime();
        long measureFrom = System.nanoTime() + window.lead().toNanos();
        long until = measureFrom + window.length().toNanos();
        List<Future<?>> running = new ArrayList<>();
        for (Caller caller : some) {
            running.add(threads.submit(() -> caller.run(argument, measureFrom, until)));
        }
        for (Future<?> each : running) {
            each.get();
        }
        double cpuSeconds = (system.getProcessCpuTime() - cpuBefore) / 1e9;
        return sum(some, window.length().toNanos() / 1e9, cpuSeconds);
    }

    private List<Caller> callers(int count) {
        while (callers.size() < count) {
            callers.add(new Caller(service, System::nanoTime));
        }
        List<Caller> some = callers.subList(0, count);
        some.forEach(Caller::reset);
        return some;
    }

    private static WindowResult sum(List<Caller> callers, double seconds, double cpuSeconds) {
        WindowResult sum = new WindowResult(0, 0, 0, seconds, cpuSeconds, WindowResult.histogram(), "");
        for (Caller caller : callers) {
            sum = caller.plus(sum);
        }
        return sum;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
