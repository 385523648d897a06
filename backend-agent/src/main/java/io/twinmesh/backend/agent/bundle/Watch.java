package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One listener and its subscriptions in the bundles. It is told the endpoints of all of them together, because any of them may decide the
 * next call, and only when that set has changed.
 *
 * <p>Threading: any; the listener is told by one thread at a time. Bundles tell under locks of their own, so none of them is asked while
 * the lock of {@link #newest} is held.
 */
final class Watch {

    private final String service;
    private final EndpointListener listener;
    private final Map<Side, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<Side, List<Endpoint>> newest = new LinkedHashMap<>();
    private @Nullable Set<Endpoint> told;
    private boolean closed;

    Watch(String service, EndpointListener listener) {
        this.service = service;
        this.listener = listener;
    }

    /** Hears of the endpoints of a bundle from now on; does nothing if it already does. */
    void join(Side side) {
        synchronized (newest) {
            if (closed || newest.putIfAbsent(side, List.of()) != null) {
                return;
            }
        }
        subscriptions.put(side, side.kernel().watch(service, endpoints -> heard(side, endpoints)));
        if (isClosed()) {
            unsubscribe(side);
        }
    }

    private void heard(Side side, List<Endpoint> endpoints) {
        synchronized (newest) {
            if (newest.replace(side, List.copyOf(endpoints)) != null) {
                tell();
            }
        }
    }

    private void tell() {
        Set<Endpoint> all = new LinkedHashSet<>();
        newest.values().forEach(all::addAll);
        if (!all.equals(told)) {
            told = all;
            listener.endpoints(List.copyOf(all));
        }
    }

    void leave(Side side) {
        try {
            unsubscribe(side);
        } finally {
            forget(side);
        }
    }

    private void forget(Side side) {
        synchronized (newest) {
            if (newest.remove(side) != null && !newest.isEmpty()) {
                tell();
            }
        }
    }

    private void unsubscribe(Side side) {
        Subscription subscription = subscriptions.remove(side);
        if (subscription != null) {
            subscription.close();
        }
    }

    private boolean isClosed() {
        synchronized (newest) {
            return closed;
        }
    }

    void close() {
        synchronized (newest) {
            newest.clear();
            closed = true;
        }
        subscriptions.keySet().forEach(this::unsubscribe);
    }
}
