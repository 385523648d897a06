package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.Specs.Rule;
import io.twinmesh.adapters.istio.policy.Specs.Service;
import io.twinmesh.adapters.istio.policy.Specs.Table;
import io.twinmesh.adapters.istio.policy.Specs.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all documents say, by kind. */
final class Resources {

    private static final String GROUP = "networking.istio.io/";
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha3");
    private static final List<String> KINDS =
            List.of("VirtualService", "DestinationRule", "ServiceEntry", "WorkloadEntry");
    private static final Set<String> OTHER_KINDS =
            Set.of("Gateway", "Sidecar", "EnvoyFilter", "ProxyConfig", "WorkloadGroup");

    private final List<Service> services = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Place> names = new HashMap<>();
    private final Problems problems;

    Resources(Problems problems) {
        this.problems = problems;
    }

    List<Service> services() {
        return services;
    }

    List<Workload> workloads() {
        return workloads;
    }

    List<Rule> rules() {
        return rules;
    }

    List<Table> tables() {
        return tables;
    }

    /** Reads one document. */
    void add(Document document) {
        String api = document.apiVersion();
        if (api.startsWith("service.dubbo.apache.org/") || api.startsWith("networking.dubbo.apache.org/")) {
            dubbo(document);
        } else if (!api.startsWith(GROUP) && !api.isEmpty() || OTHER_KINDS.contains(document.kind())) {
            foreign(document);
        } else if (!api.isEmpty() && !VERSIONS.contains(api.substring(GROUP.length()))) {
            problems.add(
                    ProblemCode.UNKNOWN_VERSION,
                    document.place().field("apiVersion"),
                    api,
                    GROUP + "v1, v1beta1 or v1alpha3");
        } else {
            unique(document);
            read(document);
        }
    }

    private void dubbo(Document document) {
        String rule =
                "networking.istio.io/v1; in a Dubbo mesh rule the entries of match are ANDed, here as in Istio they are"
                        + " ORed and the conditions inside one are ANDed, so the rule has to be rewritten";
        problems.add(ProblemCode.DUBBO_MESH_RULE, document.place().field("apiVersion"), document.apiVersion(), rule);
    }

    private void foreign(Document document) {
        String value = document.apiVersion() + " " + document.kind();
        problems.add(
                ProblemCode.FOREIGN_DOCUMENT,
                document.place(),
                value,
                "one of " + KINDS + " of " + GROUP + "v1; left out");
    }

    private void read(Document document) {
        switch (document.kind()) {
            case "VirtualService" -> keep(tables, TableReader.read(document));
            case "DestinationRule" -> keep(rules, RuleReader.read(document));
            case "ServiceEntry" -> keep(services, ServiceReader.read(document));
            case "WorkloadEntry" -> keep(workloads, WorkloadReader.read(document));
            default -> document.unknownKind(KINDS);
        }
    }

    private static <T> void keep(List<T> list, @Nullable T read) {
        if (read != null) {
            list.add(read);
        }
    }

    private void unique(Document document) {
        if (document.name().isEmpty()) {
            return;
        }
        Place before = names.putIfAbsent(document.kind() + "/" + document.name(), document.place());
        if (before != null) {
            String value = "'" + document.name() + "' given before, in " + before.file();
            String rule = "each name once per kind; namespaces are not kept apart";
            problems.add(
                    ProblemCode.DUPLICATE_NAME,
                    document.place().field("metadata").field("name"),
                    value,
                    rule);
        }
    }
}
