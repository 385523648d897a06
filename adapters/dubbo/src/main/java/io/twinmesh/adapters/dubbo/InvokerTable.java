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
    private volatile Map<Endpoint, Provider<T>> byEndpoint = Map.of();

    @Nullable Provider<T> find(Endpoint endpoint) {
        return byEndpoint.get(endpoint);
    }

    boolean hasOneOf(Set<Endpoint> endpoints) {
        return byEndpoint.keySet().stream().anyMatch(endpoints::contains);
    }

    /** Whether there is no invoker, reachable or not. */
    boolean isEmpty() {
        return byEndpoint.isEmpty();
    }

    /** Puts others in place of the invokers so far. */
    void replace(List<Invoker<T>> invokers) {
        Map<Endpoint, Provider<T>> next = new HashMap<>();
        for (Invoker<T> invoker : invokers) {
            next.put(Addresses.endpoint(invoker.getUrl()), new Provider<>(invoker));
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
    @Nullable Provider<T> await(Endpoint endpoint, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            Provider<T> provider = find(endpoint);
            while (provider == null && left > 0) {
                left = changed.awaitNanos(left);
                provider = find(endpoint);
            }
            return provider;
        } finally {
            lock.unlock();
        }
    }

    Set<Endpoint> endpoints() {
        return new HashSet<>(byEndpoint.keySet());
    }
}
