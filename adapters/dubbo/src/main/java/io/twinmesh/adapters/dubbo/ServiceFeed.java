package io.twinmesh.adapters.dubbo;

import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.model.Endpoint;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.registry.NotifyListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the endpoints of one service to one reference.
 *
 * <p>Threading: the first endpoints are told by the thread that subscribes, so that the reference is complete when it is made. Later ones
 * are told by a thread of Dubbo's, because Dubbo connects and disconnects while it is told; only the newest list is.
 */
final class ServiceFeed implements EndpointListener {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceFeed.class);

    private final URL consumer;
    private final NotifyListener listener;
    private final Executor later;
    private final AtomicReference<@Nullable List<Endpoint>> newest = new AtomicReference<>();
    private final Object telling = new Object();
    private volatile boolean started;

    ServiceFeed(URL consumer, NotifyListener listener, Executor later) {
        this.consumer = consumer;
        this.listener = listener;
        this.later = later;
    }

    @Override
    public void endpoints(List<Endpoint> endpoints) {
        newest.set(endpoints);
        if (!started) {
            started = true;
            tell();
            return;
        }
        try {
            later.execute(this::tell);
        } catch (RejectedExecutionException e) {
            LOG.debug("twinmesh: service {}: not told, dubbo is shutting down", consumer.getServiceKey(), e);
        }
    }

    private void tell() {
        synchronized (telling) {
            List<Endpoint> endpoints = newest.getAndSet(null);
            if (endpoints != null) {
                listener.notify(ProviderUrls.of(consumer, endpoints));
            }
        }
    }
}
