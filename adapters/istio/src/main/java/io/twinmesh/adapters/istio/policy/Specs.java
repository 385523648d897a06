package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.RouteMatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the documents say, before references between them are resolved. */
final class Specs {

    private Specs() {}

    /** A ServiceEntry. */
    record Service(
            Origin origin,
            Place place,
            List<String> hosts,
            List<Port> ports,
            List<Workload> endpoints,
            @Nullable Map<String, String> selector) {}

    /** One of its ports. */
    record Port(int number, int target, String name) {}

    /** An inline endpoint or a WorkloadEntry. */
    record Workload(Place place, String address, Map<String, Integer> ports, Map<String, String> labels, int weight) {}

    /** A DestinationRule. */
    record Rule(Place place, String host, Traffic traffic, List<Named> subsets) {}

    /** A subset of it. */
    record Named(
            Place place,
            String name,
            Map<String, String> labels,
            @Nullable Traffic traffic) {}

    /** A trafficPolicy: what is null is not said. */
    record Traffic(
            @Nullable Balancer balancer,
            @Nullable Integer maxRequests,
            @Nullable OutlierDetection outlier) {

        static final Traffic SILENT = new Traffic(null, null, null);
    }

    /** A loadBalancer. */
    record Balancer(LbPolicy lb, @Nullable HashKey hashKey) {}

    /** A VirtualService. */
    record Table(Origin origin, Place place, List<String> hosts, List<Branch> branches) {}

    /** A route of it. */
    record Branch(
            Place place,
            String id,
            Protocol protocol,
            List<RouteMatch> matches,
            List<Destination> destinations,
            @Nullable HashKey stickyBy) {}

    /** Where a route goes; port 0 if none is given, subset null if none is given. */
    record Destination(Place place, String host, @Nullable String subset, int port, int weight) {}
}
