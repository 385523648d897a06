package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Named;
import io.twinmesh.adapters.istio.policy.Specs.Rule;
import io.twinmesh.adapters.istio.policy.Specs.Traffic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a DestinationRule; source: istio.io/latest/docs/reference/config/networking/destination-rule. */
final class RuleReader {

    private RuleReader() {}

    static @Nullable Rule read(Document document) {
        return document.read((spec, labels) -> rule(document, spec));
    }

    private static @Nullable Rule rule(Document document, Fields spec) {
        boolean wildcard = wildcard(spec);
        String host = wildcard ? "" : Hosts.exact(spec, "host");
        Traffic traffic = spec.object("trafficPolicy", TrafficReader::read);
        List<Named> subsets = spec.list("subsets", RuleReader::subset);
        unique(spec, subsets);
        spec.unsupported("workloadSelector");
        ExportTo.read(spec);
        return host.isEmpty()
                ? null
                : new Rule(document.place(), host, traffic == null ? Traffic.SILENT : traffic, subsets);
    }

    private static boolean wildcard(Fields spec) {
        String host = spec.text("host");
        boolean wildcard = host != null && Hosts.isWildcard(host);
        if (wildcard) {
            spec.report(ProblemCode.UNSUPPORTED, "host", "'" + host + "'", "one host; the rule is left out");
        }
        return wildcard;
    }

    private static @Nullable Named subset(Fields fields) {
        String name = fields.need("name");
        Traffic traffic = fields.object("trafficPolicy", TrafficReader::read);
        Named subset = new Named(fields.place(), name, fields.textMap("labels"), traffic);
        return name.isBlank() ? null : subset;
    }

    private static void unique(Fields spec, List<Named> subsets) {
        Set<String> seen = new HashSet<>();
        for (Named subset : subsets) {
            if (!seen.add(subset.name())) {
                String value = "'" + subset.name() + "' given twice";
                spec.problems()
                        .add(ProblemCode.DUPLICATE_NAME, subset.place().field("name"), value, "each subset once");
            }
        }
    }
}
