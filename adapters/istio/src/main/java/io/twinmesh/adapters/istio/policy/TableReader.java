package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Branch;
import io.twinmesh.adapters.istio.policy.Specs.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a VirtualService: its hosts, and its routes for calls, HTTP requests and connections. */
final class TableReader {

    private TableReader() {}

    static @Nullable Table read(Document document) {
        return document.read((spec, labels) -> table(document, spec));
    }

    private static @Nullable Table table(Document document, Fields spec) {
        List<String> hosts = Hosts.list(spec, true);
        boolean leftOut = gatewaysOnly(spec);
        BranchReader branch = new BranchReader(document.name());
        List<Branch> branches = new ArrayList<>(spec.list("rpc", branch::rpc));
        branches.addAll(spec.list("http", branch::http));
        branches.addAll(spec.list("tcp", branch::tcp));
        spec.unsupported("tls");
        ExportTo.read(spec);
        if (!spec.has("rpc") && !spec.has("http") && !spec.has("tcp") && !spec.has("tls")) {
            spec.problems().add(ProblemCode.SCHEMA, spec.place(), "no route", "at least one of [rpc, http, tcp]");
        }
        unique(spec, branches);
        return leftOut || branches.isEmpty() ? null : new Table(document.origin(), spec.place(), hosts, branches);
    }

    private static boolean gatewaysOnly(Fields spec) {
        List<String> gateways = spec.texts("gateways");
        if (gateways.stream().allMatch("mesh"::equals)) {
            return false;
        }
        boolean mesh = gateways.contains("mesh");
        String rule =
                mesh ? "mesh alone; no gateway is served" : "mesh; no gateway is served, the document is left out";
        spec.report(ProblemCode.UNSUPPORTED, "gateways", gateways.toString(), rule);
        return !mesh;
    }

    private static void unique(Fields spec, List<Branch> branches) {
        Set<String> seen = new HashSet<>();
        for (Branch branch : branches) {
            if (!seen.add(branch.id())) {
                String value = "'" + branch.id() + "' given twice";
                spec.problems()
                        .add(ProblemCode.DUPLICATE_NAME, branch.place(), value, "a name of its own for each route");
            }
        }
    }
}
