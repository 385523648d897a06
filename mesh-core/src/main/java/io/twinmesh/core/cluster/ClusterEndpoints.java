package io.twinmesh.core.cluster;

import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.stats.CallCounters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The endpoints of one cluster through all policies and updates. Written by one thread at a time. */
final class ClusterEndpoints {

    private final Map<Endpoint, EndpointHealth> unhealthy = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();
    private final Function<Endpoint, @Nullable CallCounters> counters;
    private final Dice dice;
    private volatile EndpointSet current;

    ClusterEndpoints(Function<Endpoint, @Nullable CallCounters> counters, Dice dice) {
        this.counters = counters;
        this.dice = dice;
        this.current = new EndpointSet(new EndpointColumns(List.of()), null, counters);
    }

    EndpointSet current() {
        return current;
    }

    /** Requests in flight of one target; it outlives policies. */
    AtomicInteger active(String target) {
        return active.computeIfAbsent(target, name -> new AtomicInteger());
    }

    Dice dice() {
        return dice;
    }

    /** Takes new endpoints; false if they are the ones it has. */
    boolean assign(List<Endpoint> endpoints) {
        EndpointColumns columns = new EndpointColumns(endpoints);
        if (columns.equals(current.columns())) {
            return false;
        }
        EndpointSet next = new EndpointSet(columns, current, counters);
        current = next;
        unhealthy.keySet().retainAll(Set.copyOf(endpoints));
        unhealthy.keySet().forEach(endpoint -> unhealthy.computeIfPresent(endpoint, next::stillOf));
        return true;
    }

    /** Remembered for as long as the endpoint is here; in one step with the map, so that no update of the endpoints comes between. */
    void health(Endpoint endpoint, EndpointHealth health) {
        unhealthy.compute(endpoint, (known, before) -> {
            boolean here = current.health(endpoint, health) != null;
            return here && health != EndpointHealth.HEALTHY ? health : null;
        });
    }

    /** Takes an endpoint out for a while, unless as many are out as may be. */
    void eject(EndpointState state, OutlierDetection rule) {
        if (mayEject(rule)) {
            ejectOne(state, rule);
        }
    }

    private boolean mayEject(OutlierDetection rule) {
        EndpointSet now = current;
        long allowed = Math.max(1, (long) now.columns().size() * rule.maxEjectionPercent() / 100);
        return now.ejected() < allowed;
    }

    /** One at a time: two calls that fail at the same instant must not both take out the last endpoint that may be. */
    private synchronized void ejectOne(EndpointState state, OutlierDetection rule) {
        if (mayEject(rule)) {
            state.eject(rule, System.nanoTime());
        }
    }

    /** Takes what the process before knew of these endpoints, and forgets what was known here. */
    void restore(List<CarriedEndpoint> carried) {
        EndpointSet now = current;
        long nanos = System.nanoTime();
        now.states().forEach(EndpointState::forget);
        unhealthy.clear();
        for (CarriedEndpoint one : carried) {
            int row = now.columns().row(one.endpoint());
            if (row >= 0) {
                now.state(row).restore(one, nanos);
                if (one.health() != EndpointHealth.HEALTHY) {
                    unhealthy.put(one.endpoint(), one.health());
                }
            }
        }
    }

    /** The names of all endpoints there are now, as statistics have them. */
    Set<String> names() {
        return list().stream().map(Endpoint::toString).collect(Collectors.toSet());
    }

    /** All endpoints there are now. */
    List<Endpoint> list() {
        EndpointColumns columns = current.columns();
        return IntStream.range(0, columns.size()).mapToObj(columns::endpoint).toList();
    }
}
