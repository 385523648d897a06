package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.Specs.Named;
import io.twinmesh.adapters.istio.policy.Specs.Port;
import io.twinmesh.adapters.istio.policy.Specs.Service;
import io.twinmesh.adapters.istio.policy.Specs.Workload;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clusters: one for each host of a ServiceEntry, or one for each of its ports if it has several. */
final class Clusters {

    private final Map<String, Service> byHost = new LinkedHashMap<>();
    private final Map<String, Cluster> byName = new LinkedHashMap<>();
    private final List<EndpointAssignment> endpoints = new ArrayList<>();
    private final Problems problems;

    Clusters(Problems problems) {
        this.problems = problems;
    }

    Set<String> hosts() {
        return byHost.keySet();
    }

    List<Cluster> clusters() {
        return List.copyOf(byName.values());
    }

    List<EndpointAssignment> endpoints() {
        return endpoints;
    }

    /** The service that has this host, or null. */
    @Nullable Service service(String host) {
        return byHost.get(host);
    }

    /** The cluster of this name, or null. */
    @Nullable Cluster cluster(String name) {
        return byName.get(name);
    }

    /** {@code host}, or {@code host:port} if the service has several ports. */
    static String name(Service service, String host, int port) {
        return service.ports().size() == 1 ? host : host + ":" + port;
    }

    /** Makes the clusters of one service. */
    void add(Service service, List<Workload> workloads, Rules rules) {
        List<Workload> selected = selected(service, workloads);
        if (selected.isEmpty() && service.selector() != null) {
            String rule = "a workloadSelector that selects a WorkloadEntry";
            problems.add(ProblemCode.NO_ENDPOINTS, service.place().field("spec"), "no endpoint", rule);
        }
        for (String host : service.hosts()) {
            if (isFree(service, host)) {
                service.ports().forEach(port -> add(service, host, port, selected, rules));
                checkSubsets(rules.named(host), selected);
            }
        }
    }

    private boolean isFree(Service service, String host) {
        Service before = byHost.putIfAbsent(host, service);
        if (before != null) {
            String rule = "one ServiceEntry for a host; " + before.place().resource() + " is for it already";
            problems.add(
                    ProblemCode.DUPLICATE_RULE, service.place().field("spec").field("hosts"), "'" + host + "'", rule);
        }
        return before == null;
    }

    private void add(Service service, String host, Port port, List<Workload> selected, Rules rules) {
        String name = name(service, host, port.number());
        Cluster cluster = new Cluster(
                name, services(service, host, port), rules.policy(host), rules.subsets(host), service.origin());
        byName.putIfAbsent(name, cluster);
        endpoints.add(new EndpointAssignment(name, endpoints(port, selected)));
    }

    /** The bare host means the first port. */
    private static List<String> services(Service service, String host, Port port) {
        String name = name(service, host, port.number());
        boolean first = port.number() == service.ports().get(0).number();
        return first && !name.equals(host) ? List.of(host, name) : List.of(name);
    }

    private List<Endpoint> endpoints(Port port, List<Workload> selected) {
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        for (Workload workload : selected) {
            int number = workload.ports().getOrDefault(port.name(), port.target());
            Endpoint endpoint = Endpoint.of(workload.address(), number, workload.labels(), workload.weight());
            if (!endpoints.add(endpoint)) {
                problems.add(
                        ProblemCode.DUPLICATE_NAME, workload.place(), endpoint + " given twice", "each endpoint once");
            }
        }
        return List.copyOf(endpoints);
    }

    private static List<Workload> selected(Service service, List<Workload> workloads) {
        Map<String, String> selector = service.selector();
        return selector == null || !service.endpoints().isEmpty()
                ? service.endpoints()
                : workloads.stream().filter(w -> carries(w, selector)).toList();
    }

    private void checkSubsets(List<Named> subsets, List<Workload> selected) {
        for (Named subset : subsets) {
            if (selected.stream().noneMatch(workload -> carries(workload, subset.labels()))) {
                String value = subset.name() + " " + subset.labels();
                problems.add(
                        ProblemCode.EMPTY_SUBSET, subset.place(), value, "labels that at least one endpoint carries");
            }
        }
    }

    private static boolean carries(Workload workload, Map<String, String> labels) {
        return workload.labels().entrySet().containsAll(labels.entrySet());
    }
}
