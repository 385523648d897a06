package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.Subject;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code tcp[].match}. */
final class TcpMatches {

    private TcpMatches() {}

    static @Nullable RouteMatch read(Fields fields, Place route) {
        MatchReader match = new MatchReader(fields, route);
        match.number("port", Subject.PORT, 1, 65_535);
        match.sourceLabels();
        match.gateways();
        match.unsupported("destinationSubnets", "sourceSubnet", "sourceNamespace");
        return match.read();
    }
}
