package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Document;
import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Port;
import io.twinmesh.adapters.istio.policy.Specs.Service;
import io.twinmesh.adapters.istio.policy.Specs.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a ServiceEntry; source: istio.io/latest/docs/reference/config/networking/service-entry. */
final class ServiceReader {

    private static final int LAST_PORT = 65_535;
    private static final List<String> LOCATIONS = List.of("MESH_EXTERNAL", "MESH_INTERNAL");
    private static final List<String> RESOLUTIONS = List.of("NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS");
    private static final Set<String> PROTOCOLS = Set.of(
            "dubbo",
            "tri",
            "triple",
            "grpc",
            "grpc-web",
            "http",
            "http2",
            "https",
            "tls",
            "tcp",
            "mongo",
            "mysql",
            "redis");

    private ServiceReader() {}

    static @Nullable Service read(Document document) {
        return document.read((spec, labels) -> service(document, spec));
    }

    private static Service service(Document document, Fields spec) {
        List<String> hosts = Hosts.list(spec, false);
        List<Port> ports = ports(spec);
        resolution(spec);
        spec.choice(
                "location", "MESH_EXTERNAL", LOCATIONS); // says whether mutual TLS is expected: no effect without it
        spec.unsupported("addresses", "subjectAltNames");
        ExportTo.read(spec);
        List<Workload> endpoints = spec.list("endpoints", fields -> WorkloadReader.read(fields, Map.of()));
        Map<String, String> selector = spec.object("workloadSelector", fields -> fields.textMap("labels"));
        checkEndpoints(spec, ports, endpoints);
        return new Service(document.origin(), document.place(), hosts, ports, endpoints, selector);
    }

    private static void resolution(Fields spec) {
        String resolution = spec.has("resolution") ? spec.choice("resolution", "STATIC", RESOLUTIONS) : "missing";
        if (!resolution.equals("STATIC")) {
            spec.report(
                    ProblemCode.NEEDS_UNSUPPORTED,
                    "resolution",
                    resolution,
                    "STATIC; endpoints are IP addresses, names are not looked up");
        }
    }

    private static List<Port> ports(Fields spec) {
        List<Port> ports = spec.list("ports", ServiceReader::port);
        if (ports.isEmpty()) {
            spec.report(ProblemCode.SCHEMA, "ports", "no port", "at least one");
        }
        unique(spec, ports.stream().map(port -> "name " + port.name()).toList());
        unique(spec, ports.stream().map(port -> "number " + port.number()).toList());
        return ports;
    }

    private static void unique(Fields spec, List<String> names) {
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .forEach(name -> spec.report(
                        ProblemCode.DUPLICATE_NAME, "ports", name + " given twice", "each name and number once"));
    }

    private static @Nullable Port port(Fields fields) {
        Long number = fields.number("number", 1, LAST_PORT);
        fields.required("number");
        String name = fields.need("name");
        String protocol = Objects.requireNonNullElse(fields.text("protocol"), name);
        if (!isKnown(protocol) && !isKnown(name)) {
            fields.report(
                    ProblemCode.PORT_NAME,
                    fields.has("protocol") ? "protocol" : "name",
                    "'" + protocol + "'",
                    "a protocol, or a name that begins with one and a dash: " + new TreeSet<>(PROTOCOLS));
        }
        Long target = fields.number("targetPort", 1, LAST_PORT);
        return number == null ? null : new Port(number.intValue(), (target == null ? number : target).intValue(), name);
    }

    /** {@code Dubbo}, {@code dubbo-orders}, {@code tcp-dubbo-orders}. */
    private static boolean isKnown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PROTOCOLS.contains(lower) || PROTOCOLS.contains(lower.split("-", 2)[0]);
    }

    private static void checkEndpoints(Fields spec, List<Port> ports, List<Workload> endpoints) {
        if (spec.has("endpoints") && spec.has("workloadSelector")) {
            spec.only("endpoints", "workloadSelector");
        }
        if (spec.size("endpoints") == 0 && !spec.has("workloadSelector")) {
            spec.problems()
                    .add(ProblemCode.NO_ENDPOINTS, spec.place(), "no endpoint", "endpoints or a workloadSelector");
        }
        Set<String> names = ports.stream().map(Port::name).collect(Collectors.toSet());
        for (Workload endpoint : endpoints) {
            endpoint.ports().keySet().stream()
                    .filter(name -> !names.contains(name))
                    .forEach(name -> spec.problems()
                            .add(
                                    ProblemCode.MISSING_REFERENCE,
                                    endpoint.place().field("ports").field(name),
                                    "'" + name + "'",
                                    "the name of a port of this service: " + names));
        }
    }
}
