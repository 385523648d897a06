package io.twinmesh.core.cluster;

import io.twinmesh.api.Internal;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.core.stats.CallCounters;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where a route can send calls: a cluster or one of its subsets, with its endpoints as they are now. Threading: any thread. */
@Internal(since = "0.1")
public final class Target {

    private final String name;
    private final TrafficPolicy policy;
    private final Map<String, String> labels;
    private final ClusterEndpoints endpoints;
    private final AtomicInteger active;
    private final @Nullable CallCounters counters;
    private volatile Pool pool;
    private volatile EndpointSet set;

    Target(
            String name,
            TrafficPolicy policy,
            Map<String, String> labels,
            ClusterEndpoints endpoints,
            @Nullable CallCounters counters) {
        this.name = name;
        this.policy = policy;
        this.labels = labels;
        this.endpoints = endpoints;
        this.active = endpoints.active(name);
        this.counters = counters;
        this.set = endpoints.current();
        this.pool = pool(set);
    }

    /** Whether it is the whole of this cluster or a subset of it. */
    boolean isOf(ClusterEndpoints cluster) {
        return endpoints == cluster;
    }

    /** Goes on with the endpoints that its cluster has now. */
    void refresh() {
        set = endpoints.current();
        pool = pool(set);
    }

    private Pool pool(EndpointSet now) {
        return new Pool(name, policy, new Members(now, now.columns().select(labels)), endpoints.dice());
    }

    /** {@code cluster} or {@code cluster|subset}. */
    public String name() {
        return name;
    }

    public TrafficPolicy policy() {
        return policy;
    }

    public Pool pool() {
        return pool;
    }

    /** Counters of the cluster level, or null if that level is off. */
    public @Nullable CallCounters counters() {
        return counters;
    }

    /** Requests in flight here; counted only if they are limited. */
    public int active() {
        return active.get();
    }

    /** Takes a place among the concurrent requests; false if the limit is reached. */
    public boolean enter() {
        int limit = policy.maxRequests();
        if (limit == 0) {
            return true;
        }
        if (active.incrementAndGet() <= limit) {
            return true;
        }
        active.decrementAndGet();
        return false;
    }

    /** Takes a place whether or not there is one; false if requests here are not limited. */
    public boolean occupy() {
        boolean limited = policy.maxRequests() != 0;
        if (limited) {
            active.incrementAndGet();
        }
        return limited;
    }

    /** What is known of an endpoint, or null if it is not among those of the cluster. */
    public @Nullable EndpointState state(Endpoint endpoint) {
        EndpointSet now = set;
        int row = now.columns().row(endpoint);
        return row < 0 ? null : now.state(row);
    }

    /** Gives the place back. */
    public void leave() {
        if (policy.maxRequests() != 0) {
            active.decrementAndGet();
        }
    }

    /** A call goes to this endpoint. */
    public void begin(EndpointState state) {
        state.begin();
    }

    /** The call has ended; the endpoint is ejected if it failed too often in a row. */
    public void end(EndpointState state, Outcome outcome) {
        state.end();
        OutlierDetection rule = policy.outlierDetection();
        if (rule != null && state.failed(outcome, rule)) {
            endpoints.eject(state, rule);
        }
    }
}
