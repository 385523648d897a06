package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.Specs.Branch;
import io.twinmesh.adapters.istio.policy.Specs.Destination;
import io.twinmesh.adapters.istio.policy.Specs.Port;
import io.twinmesh.adapters.istio.policy.Specs.Service;
import io.twinmesh.adapters.istio.policy.Specs.Table;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.model.WeightedCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The route tables: destinations become clusters. */
final class VirtualHosts {

    private final Clusters clusters;
    private final Problems problems;
    private final Map<String, Place> hosts = new HashMap<>();

    VirtualHosts(Clusters clusters, Problems problems) {
        this.clusters = clusters;
        this.problems = problems;
    }

    VirtualHost of(Table table) {
        table.hosts().forEach(host -> claim(host, table));
        new Reachability(problems).check(table);
        List<Route> routes = table.branches().stream()
                .map(branch -> route(branch, table.origin()))
                .toList();
        return new VirtualHost(table.origin(), table.hosts(), routes);
    }

    private void claim(String host, Table table) {
        Place before = hosts.putIfAbsent(host, table.place());
        if (before != null) {
            String rule = "one VirtualService for a host; " + before.resource() + " in " + before.file()
                    + " is for it already";
            problems.add(ProblemCode.CONFLICTING_HOSTS, table.place().field("hosts"), "'" + host + "'", rule);
        }
    }

    private Route route(Branch branch, Origin origin) {
        List<WeightedCluster> weighted = branch.destinations().stream()
                .map(this::cluster)
                .filter(Objects::nonNull)
                .toList();
        return new Route(branch.id(), branch.protocol(), branch.matches(), weighted, branch.stickyBy(), origin);
    }

    private @Nullable WeightedCluster cluster(Destination destination) {
        Service service = clusters.service(destination.host());
        if (service == null) {
            missing(destination.place().field("host"), destination.host(), "a host of a ServiceEntry");
            return null;
        }
        int port = port(destination, service);
        Cluster cluster = clusters.cluster(Clusters.name(service, destination.host(), port));
        if (port == 0 || cluster == null) {
            return null;
        }
        checkSubset(destination, cluster);
        return new WeightedCluster(cluster.name(), destination.subset(), destination.weight());
    }

    /** The port's number, or 0 if it is not clear which one. */
    private int port(Destination destination, Service service) {
        List<Integer> numbers = service.ports().stream().map(Port::number).toList();
        int port = destination.port();
        if (port == 0 && numbers.size() > 1) {
            String rule = "one of " + numbers + ", because the service has several";
            problems.add(ProblemCode.AMBIGUOUS_PORT, destination.place().field("port"), "missing", rule);
            return 0;
        }
        if (port != 0 && !numbers.contains(port)) {
            missing(destination.place().field("port").field("number"), Integer.toString(port), "one of " + numbers);
            return 0;
        }
        return port != 0 || numbers.isEmpty() ? port : numbers.get(0);
    }

    private void checkSubset(Destination destination, Cluster cluster) {
        List<String> names = cluster.subsets().stream().map(Subset::name).toList();
        String subset = destination.subset();
        if (subset != null && !names.contains(subset)) {
            String rule =
                    names.isEmpty() ? "a subset of a DestinationRule for the host; it has none" : "one of " + names;
            missing(destination.place().field("subset"), subset, rule);
        }
    }

    private void missing(Place place, String value, String expected) {
        problems.add(ProblemCode.MISSING_REFERENCE, place, "'" + value + "'", expected);
    }
}
