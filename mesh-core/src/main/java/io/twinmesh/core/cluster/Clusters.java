package io.twinmesh.core.cluster;

import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Internal;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.core.match.Dice;
import io.twinmesh.core.stats.StatsTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * All clusters: their endpoints, which change apart from policy, and the targets that the policy in force sends calls to.
 *
 * <p>Threading: changes by one thread at a time (they hold this object's lock); targets and their pools are read by any thread. Listeners
 * are told by {@link #tell}, which whoever made a change calls when it holds no lock.
 */
@Internal(since = "0.1")
public final class Clusters {

    private final Map<String, ClusterEndpoints> endpoints = new ConcurrentHashMap<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicLong version = new AtomicLong();
    private final StatsTable stats;
    private final Dice dice;
    private final Departures departures;
    private Map<String, Target> targets = Map.of();
    private Map<String, Cluster> byService = Map.of();

    public Clusters(StatsTable stats, Dice dice) {
        this.stats = stats;
        this.dice = dice;
        this.departures = new Departures(stats, endpoints);
    }

    /** Takes new endpoints of one cluster; policy stays. */
    public synchronized void assign(EndpointAssignment assignment) {
        if (take(assignment)) {
            ClusterEndpoints cluster = endpointsOf(assignment.cluster());
            departures.retire(Set.of(assignment.cluster()));
            targets.values().stream().filter(target -> target.isOf(cluster)).forEach(Target::refresh);
            changed();
        }
    }

    private boolean take(EndpointAssignment assignment) {
        ClusterEndpoints cluster = endpointsOf(assignment.cluster());
        EndpointSet before = cluster.current();
        boolean taken = cluster.assign(assignment.endpoints());
        if (taken) {
            departures.changed(before, cluster.current());
        }
        return taken;
    }

    private ClusterEndpoints endpointsOf(String cluster) {
        return endpoints.computeIfAbsent(
                cluster, name -> new ClusterEndpoints(endpoint -> stats.endpoint(name, endpoint), dice));
    }

    /** Puts the clusters of a new policy in place of the ones before; endpoints they keep keep their state. */
    public synchronized Map<String, Target> install(List<Cluster> clusters, List<EndpointAssignment> first) {
        first.forEach(this::take);
        Map<String, Target> next = new TreeMap<>();
        Map<String, Cluster> services = new HashMap<>();
        for (Cluster cluster : clusters) {
            targetsOf(cluster).forEach(target -> next.put(target.name(), target));
            cluster.services().forEach(service -> services.putIfAbsent(service, cluster));
        }
        keep(clusters.stream().map(Cluster::name).collect(Collectors.toSet()));
        departures.retire(first.stream().map(EndpointAssignment::cluster).collect(Collectors.toSet()));
        targets = next;
        byService = services;
        changed();
        return next;
    }

    private void keep(Set<String> clusters) {
        endpoints.forEach((name, cluster) -> {
            if (!clusters.contains(name)) {
                departures.gone(cluster.current());
            }
        });
        endpoints.keySet().retainAll(clusters);
    }

    private void changed() {
        version.incrementAndGet();
        watches.forEach(watch -> watch.add(endpointsOfService(watch.service())));
    }

    /** Changes whenever endpoints or clusters change. */
    public long version() {
        return version.get();
    }

    /** Those of some endpoints that are in no cluster. Looks through all clusters. */
    public Set<Endpoint> absent(Set<Endpoint> some) {
        Set<Endpoint> absent = new HashSet<>(some);
        endpoints.values().forEach(cluster -> cluster.current().columns().takeOut(absent));
        return absent;
    }

    private List<Target> targetsOf(Cluster cluster) {
        ClusterEndpoints own = endpointsOf(cluster.name());
        List<Target> made = new ArrayList<>();
        made.add(new Target(cluster.name(), cluster.policy(), Map.of(), own, stats.cluster(cluster.name())));
        for (Subset subset : cluster.subsets()) {
            String name = new WeightedCluster(cluster.name(), subset.name(), 1).name();
            Cluster.TrafficPolicy policy = subset.policy() == null ? cluster.policy() : subset.policy();
            made.add(new Target(name, policy, subset.labels(), own, stats.cluster(name)));
        }
        return made;
    }

    /** Adds the endpoints of every cluster, as they are now, to a state. */
    public synchronized void carryEndpoints(StateWriter state, int field) {
        new TreeMap<>(endpoints)
                .forEach((name, cluster) -> state.part(
                        field, CarriedEndpoints.write(name, cluster.current().columns())));
    }

    /** The endpoints of every cluster that a state holds; nothing changes. */
    public static List<EndpointAssignment> carriedEndpoints(StateReader state, int field) {
        return state.parts(field).stream().map(CarriedEndpoints::read).toList();
    }

    /** Carries what is known of endpoints, and whose turn it is. */
    public UpgradeParticipant participant() {
        return new ClustersState(this);
    }

    /** The endpoints of every cluster, by its name. */
    Map<String, ClusterEndpoints> all() {
        return endpoints;
    }

    /** Tells every cluster that has this endpoint. */
    public void health(Endpoint endpoint, EndpointHealth health) {
        endpoints.values().forEach(cluster -> cluster.health(endpoint, health));
    }

    /** The endpoints of a service, now and whenever they change. */
    public Subscription watch(String service, EndpointListener listener) {
        Watch watch = new Watch(service, listener);
        begin(watch);
        watch.goOn();
        return () -> end(watch);
    }

    private synchronized void begin(Watch watch) {
        watches.add(watch);
        watch.add(endpointsOfService(watch.service()));
    }

    private void end(Watch watch) {
        watches.remove(watch);
        watch.close();
    }

    /** Tells every listener what changed since it was told last; a fault of one keeps nothing from the others. */
    public void tell() {
        RuntimeException first = null;
        for (Watch watch : watches) {
            try {
                watch.tell();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private List<Endpoint> endpointsOfService(String service) {
        Cluster cluster = byService.get(service);
        return cluster == null ? List.of() : endpointsOf(cluster.name()).list();
    }

    /** Targets of the policy in force, by name. */
    public synchronized Map<String, Target> targets() {
        return targets;
    }
}
