package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.stats.CallStats;
import io.twinmesh.api.stats.StatsLevel;
import io.twinmesh.api.stats.StatsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads that make calls, one after the other, until they are told to stop. */
final class Load {

    private static final long PAUSE_NANOS = 200_000;

    private final Mesh mesh;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopped;

    Load(Mesh mesh, int callers) {
        this.mesh = mesh;
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(this::run, "caller-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void run() {
        for (int i = 0; !stopped; i++) {
            try {
                Call call = i % 2 == 0 ? mesh.outbound(Shop.REQUEST) : mesh.inbound(Shop.REQUEST);
                (call.decision() instanceof Reject ? failed : passed).incrementAndGet();
                call.end(Outcome.OK);
            } catch (RuntimeException | Error e) {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Calls that were let through. */
    long passed() {
        return passed.get();
    }

    /** Calls that were rejected or threw. */
    long failed() {
        return failed.get();
    }

    /** Waits until the last call has ended. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Calls of all services by their outcome. */
    static Map<String, Long> outcomes(StatsSource stats) {
        return stats.calls().stream()
                .filter(calls -> calls.level() == StatsLevel.SERVICE)
                .map(CallStats::outcomes)
                .flatMap(outcomes -> outcomes.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    /** Threads that a bundle started, or that were started for one. */
    static List<Thread> threadsOfBundles() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> Stream.of(
                                        thread.getContextClassLoader(),
                                        thread.getClass().getClassLoader())
                                .anyMatch(BundleLoader.class::isInstance)
                        || thread.getName().startsWith("twinmesh-")
                        || thread.getName().startsWith("sentinel-"))
                .toList();
    }
}
