package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.twinmesh.api.Direction;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.RequestDepth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Peers choose the names of methods: what is kept of them has an end, and what was kept stays. */
final class PlanCacheTest {

    private static final int LIMIT = 4_096;

    private final Map<MethodKey, Integer> compiled = new ConcurrentHashMap<>();
    private final PlanCache cache = new PlanCache(this::compile);

    private MethodPlan compile(MethodKey key) {
        compiled.merge(key, 1, Integer::sum);
        return new MethodPlan(
                Direction.INBOUND, Protocol.RPC, key, null, null, false, false, false, RequestDepth.NAMES, null, null);
    }

    private static MethodKey method(int number) {
        return MethodKey.of("T", "m" + number);
    }

    @Test
    void aMethodIsCompiledOnce() {
        MethodPlan plan = cache.plan(MethodKey.of("T", "1.0.0", "buy", List.of("int")));

        assertSame(plan, cache.plan(MethodKey.of("T", "1.0.0", "buy", List.of("int"))));
        assertNotSame(plan, cache.plan(MethodKey.of("T", "1.0.0", "buy", List.of("long"))));
        assertNotSame(plan, cache.plan(MethodKey.of("T", "1.0.1", "buy", List.of("int"))));
        assertEquals(3, compiled.size());
    }

    @Test
    void beyondTheLimitMethodsAreCompiledForEveryCallAndTheOthersStay() {
        Map<MethodKey, MethodPlan> kept = new HashMap<>();
        IntStream.range(0, LIMIT).forEach(i -> kept.put(method(i), cache.plan(method(i))));

        MethodPlan first = cache.plan(method(LIMIT));
        MethodPlan second = cache.plan(method(LIMIT));

        assertNotSame(first, second);
        assertEquals(method(LIMIT), second.key());
        assertEquals(2, compiled.get(method(LIMIT)));
        kept.forEach((key, plan) -> assertSame(plan, cache.plan(key)));
        assertEquals(
                LIMIT + 2, compiled.values().stream().mapToInt(times -> times).sum());
    }

    @Test
    void longNamesAreFewerAndShortOnesStillHaveRoom() {
        List<MethodKey> keys = IntStream.range(0, 600)
                .mapToObj(i -> MethodKey.of("T", "m" + i, "x".repeat(16_000)))
                .toList();
        keys.forEach(cache::plan);
        keys.forEach(cache::plan);

        long kept = compiled.values().stream().filter(times -> times == 1).count();
        assertEquals(524, kept);
        assertSame(cache.plan(method(1)), cache.plan(method(1)));
    }

    @Test
    void threadsThatMeetCompileAMethodOnce() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    await(start);
                    IntStream.range(0, 500).forEach(i -> cache.plan(method(i)));
                }))
                .limit(4)
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(500, compiled.size());
        assertEquals(500, compiled.values().stream().mapToInt(times -> times).sum());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
