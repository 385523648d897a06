package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Workload;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an endpoint of a ServiceEntry or a WorkloadEntry; source: istio.io/latest/docs/reference/config/networking/workload-entry. */
final class WorkloadReader {

    private static final int MOST_WEIGHT = 65_535;

    private WorkloadReader() {}

    static @Nullable Workload read(Document document) {
        return document.read(WorkloadReader::read);
    }

    /** Labels of the spec win over those of the metadata. */
    static @Nullable Workload read(Fields fields, Map<String, String> metadataLabels) {
        String address = fields.need("address");
        Map<String, Integer> ports = fields.numberMap("ports", 1, 65_535);
        Map<String, String> labels = new HashMap<>(metadataLabels);
        labels.putAll(fields.textMap("labels"));
        int weight = weight(fields);
        fields.unsupported("network", "locality", "serviceAccount");
        return isAddress(fields, address)
                ? new Workload(fields.place(), address, ports, Map.copyOf(labels), weight)
                : null;
    }

    private static boolean isAddress(Fields fields, String address) {
        if (address.startsWith("unix://")) {
            fields.report(
                    ProblemCode.NEEDS_UNSUPPORTED, "address", address, "an IP address; sockets are not supported");
            return false;
        }
        if (!address.isBlank() && !Addresses.isLiteral(address)) {
            String rule = "an IPv4 or IPv6 address without brackets; names are not looked up";
            fields.report(ProblemCode.SCHEMA, "address", "'" + address + "'", rule);
            return false;
        }
        return !address.isBlank();
    }

    /** Istio cannot tell 0 from nothing said, and counts both as 1. */
    private static int weight(Fields fields) {
        int weight = fields.number("weight", 1, 0, MOST_WEIGHT);
        if (weight == 0) {
            fields.report(
                    ProblemCode.WEIGHT,
                    "weight",
                    "0",
                    "1 or more; 0 counts as 1, leave the endpoint out to give it no calls");
            return 1;
        }
        return weight;
    }
}
