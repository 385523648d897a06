package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where a route goes. Weights as Istio counts them: one destination alone takes all, of several one without a weight takes none. */
final class DestinationReader {

    private static final int MOST_WEIGHT = 1_000_000;

    private DestinationReader() {}

    static List<Destination> read(Fields route) {
        boolean alone = route.size("route") == 1;
        List<Destination> destinations = route.list("route", fields -> weighted(fields, alone));
        if (route.size("route") == 0) {
            route.report(ProblemCode.SCHEMA, "route", "no destination", "at least one");
        } else if (!destinations.isEmpty() && destinations.stream().allMatch(d -> d.weight() == 0)) {
            route.report(ProblemCode.SCHEMA, "route", "the weights add up to 0", "a weight above 0");
        }
        return destinations;
    }

    private static @Nullable Destination weighted(Fields fields, boolean alone) {
        int weight = fields.number("weight", alone ? 100 : 0, 0, MOST_WEIGHT);
        if (!alone && !fields.has("weight")) {
            fields.report(
                    ProblemCode.WEIGHT, "weight", "missing", "a weight; among several destinations none counts as 0");
        }
        fields.unsupported("headers");
        fields.required("destination");
        return fields.object("destination", destination -> destination(destination, weight));
    }

    private static @Nullable Destination destination(Fields fields, int weight) {
        String host = Hosts.exact(fields, "host");
        String subset = fields.text("subset");
        Integer port = fields.object("port", DestinationReader::port);
        boolean whole = subset == null || subset.isEmpty();
        return host.isEmpty()
                ? null
                : new Destination(fields.place(), host, whole ? null : subset, port == null ? 0 : port, weight);
    }

    private static int port(Fields fields) {
        fields.required("number");
        return fields.number("number", 0, 1, 65_535);
    }
}
