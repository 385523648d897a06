package io.twinmesh.core.cluster;

import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.model.Endpoint;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One subscription and what it is still to be told. Compared by identity: the same listener may watch a service twice.
 *
 * <p>Threading: updates are added under the lock of the clusters, in their order; they are told without any lock, by one thread at a time,
 * and whoever finds somebody telling leaves his to him.
 */
final class Watch {

    private final String service;
    private final EndpointListener listener;
    private final Queue<List<Endpoint>> updates = new ArrayDeque<>();
    private boolean telling = true;
    private boolean closed;

    /** A subscription; who makes it has to tell the first update, by {@link #goOn}, before anybody else tells. */
    Watch(String service, EndpointListener listener) {
        this.service = service;
        this.listener = listener;
    }

    String service() {
        return service;
    }

    synchronized void add(List<Endpoint> endpoints) {
        updates.add(endpoints);
    }

    /** Tells what there is to tell, unless another thread does. */
    void tell() {
        if (begin()) {
            goOn();
        }
    }

    private synchronized boolean begin() {
        boolean mine = !telling;
        telling = true;
        return mine;
    }

    /** Tells all updates; what a listener throws is thrown when it has been told all, and an error at once: whoever tells next goes on. */
    void goOn() {
        RuntimeException first = null;
        for (List<Endpoint> next = next(); next != null; next = next()) {
            try {
                listener.endpoints(next);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Error e) {
                stop();
                throw e;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private synchronized void stop() {
        telling = false;
    }

    private synchronized @Nullable List<Endpoint> next() {
        List<Endpoint> next = closed ? null : updates.poll();
        telling = next != null;
        return next;
    }

    /** Tells nothing more. */
    synchronized void close() {
        closed = true;
        updates.clear();
    }
}
