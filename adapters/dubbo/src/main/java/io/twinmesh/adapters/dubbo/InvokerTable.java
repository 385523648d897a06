package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.model.Endpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.dubbo.rpc.Invoker;
import org.jspecify.annotations.Nullable;

/**
 * Dubbo's invokers by address. The mesh may name an endpoint a moment before Dubbo has connected to it; callers can wait for that.
 *
 * <p>Threading: any thread; {@link #find} without locks.
 */
final class InvokerTable<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Map<Endpoint, Invoker<T>> byEndpoint = Map.of();

    @Nullable Invoker<T> find(Endpoint endpoint) {
        return byEndpoint.get(endpoint);
    }

    boolean hasOneOf(Set<Endpoint> endpoints) {
        return byEndpoint.keySet().stream().anyMatch(endpoints::contains);
    }

    /** Any invoker, or null if there is none. */
    @Nullable Invoker<T> any() {
        for (Invoker<T> invoker : byEndpoint.values()) {
            return invoker;
        }
        return null;
    }

    /** Whether an invoker can be used. */
    boolean available() {
        return byEndpoint.values().stream().anyMatch(Invoker::isAvailable);
    }

    /** Puts others in place of the invokers so far. */
    void replace(List<Invoker<T>> invokers) {
        Map<Endpoint, Invoker<T>> next = new HashMap<>();
        for (Invoker<T> invoker : invokers) {
            next.put(Addresses.endpoint(invoker.getUrl()), invoker);
        }
        lock.lock();
        try {
            byEndpoint = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is an invoker for an endpoint; null if there is none when the time is up. */
    @Nullable Invoker<T> await(Endpoint endpoint, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            Invoker<T> invoker = find(endpoint);
            while (invoker == null && left > 0) {
                left = changed.awaitNanos(left);
                invoker = find(endpoint);
            }
            return invoker;
        } finally {
            lock.unlock();
        }
    }

    Set<Endpoint> endpoints() {
        return new HashSet<>(byEndpoint.keySet());
    }
}
