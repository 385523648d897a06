package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives a bundle: who watches a service, and what was last told of an endpoint that is not healthy. Both go to every bundle there
 * is; a bundle that joins learns of what was there before.
 *
 * <p>Threading: any. No lock is held while a listener is told.
 */
final class Watches {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private static final int MOST_UNHEALTHY = 10_000;

    private final Set<Side> sides = new LinkedHashSet<>();
    private final Set<Watch> watches = new LinkedHashSet<>();
    private final Map<Endpoint, EndpointHealth> unhealthy = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, EndpointHealth> eldest) {
            return size() > MOST_UNHEALTHY;
        }
    };

    void join(Side side) {
        added(side).forEach(watch -> watch.join(side));
    }

    private synchronized List<Watch> added(Side side) {
        sides.add(side);
        unhealthy.forEach(side.kernel()::health);
        return List.copyOf(watches);
    }

    /** Listeners are told what is left. One that throws keeps nothing from the others, and no bundle from leaving. */
    void leave(Side side) {
        for (Watch watch : removed(side)) {
            try {
                watch.leave(side);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "bundle {}: a listener of endpoints threw",
                        side.bundle().name(),
                        e);
            }
        }
    }

    private synchronized List<Watch> removed(Side side) {
        sides.remove(side);
        return List.copyOf(watches);
    }

    Subscription watch(String service, EndpointListener listener) {
        Watch watch = new Watch(service, listener);
        for (Side side : added(watch)) {
            watch.join(side);
            if (!has(side)) {
                watch.leave(side);
            }
        }
        return () -> end(watch);
    }

    private synchronized List<Side> added(Watch watch) {
        watches.add(watch);
        return List.copyOf(sides);
    }

    private synchronized boolean has(Side side) {
        return sides.contains(side);
    }

    private void end(Watch watch) {
        synchronized (this) {
            watches.remove(watch);
        }
        watch.close();
    }

    synchronized void health(Endpoint endpoint, EndpointHealth health) {
        if (health == EndpointHealth.HEALTHY) {
            unhealthy.remove(endpoint);
        } else {
            unhealthy.put(endpoint, health);
        }
        sides.forEach(side -> side.kernel().health(endpoint, health));
    }
}
