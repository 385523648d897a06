package io.twinmesh.testkit;

import io.twinmesh.api.Preview;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.model.WeightedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies built in code, in as few words as a test wants to spend on them. Threading: one thread. */
@Preview(since = "0.1")
public final class Policies {

    private static final Origin IN_CODE = new Origin("", "");

    private final String version;
    private final List<VirtualHost> hosts = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<EndpointAssignment> endpoints = new ArrayList<>();
    private final List<RuleDocument> rules = new ArrayList<>();

    private Policies(String version) {
        this.version = version;
    }

    /** Starts a policy. */
    public static Policies version(String version) {
        return new Policies(version);
    }

    /** Adds a service with a cluster of the same name. */
    public Policies service(String service, Endpoint... of) {
        return service(cluster(service, TrafficPolicy.NONE), of);
    }

    /** Adds a cluster and its endpoints. */
    public Policies service(Cluster cluster, Endpoint... of) {
        clusters.add(cluster);
        endpoints.add(new EndpointAssignment(cluster.name(), List.of(of)));
        return this;
    }

    /** Adds the route table of a service. */
    public Policies routes(String service, Route... routes) {
        hosts.add(new VirtualHost(IN_CODE, List.of(service), List.of(routes)));
        return this;
    }

    /** Adds rules for a throttler. */
    public Policies rules(RuleDocument... documents) {
        rules.addAll(List.of(documents));
        return this;
    }

    public PolicySet build() {
        return new PolicySet(version, hosts, clusters, endpoints, rules);
    }

    /** A cluster that serves the service of its name. */
    public static Cluster cluster(String name, TrafficPolicy policy, Subset... subsets) {
        return new Cluster(name, List.of(name), policy, List.of(subsets), IN_CODE);
    }

    /** The endpoints of a cluster that carry the label {@code version}. */
    @SuppressWarnings("NullAway") // does not see the annotation of a nested type in a class file
    public static Subset subset(String name, String version) {
        return new Subset(name, Map.of("version", version), null);
    }

    /** A route of RPC calls; without matches it takes every one. */
    public static Route route(String id, List<RouteMatch> matches, WeightedCluster... clusters) {
        return sticky(id, null, matches, clusters);
    }

    /** A route that draws the same cluster for the same value. */
    public static Route sticky(String id, @Nullable HashKey by, List<RouteMatch> matches, WeightedCluster... clusters) {
        return new Route(id, Protocol.RPC, matches, List.of(clusters), by, IN_CODE);
    }

    /** One entry of a match. */
    public static List<RouteMatch> when(Condition... conditions) {
        return List.of(new RouteMatch(List.of(conditions)));
    }

    /** The attachment has this value. */
    public static Condition attachment(String name, String value) {
        return Condition.keyed(Subject.ATTACHMENT, name, StringMatch.exact(value), "match[0].attachments." + name);
    }

    /** The method has this name. */
    public static Condition method(String name) {
        return Condition.of(Subject.METHOD, StringMatch.exact(name), "match[0].method");
    }

    /** All calls to a cluster. */
    public static WeightedCluster to(String cluster) {
        return new WeightedCluster(cluster, null, 1);
    }

    /** A share of the calls to a subset. */
    public static WeightedCluster to(String cluster, String subset, int weight) {
        return new WeightedCluster(cluster, subset, weight);
    }
}
