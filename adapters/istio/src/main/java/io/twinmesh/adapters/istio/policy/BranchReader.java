package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.policy.Specs.Branch;
import io.twinmesh.adapters.istio.policy.Specs.Destination;
import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.RouteMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the routes of one VirtualService. */
final class BranchReader {

    private final String resource;

    /** A reader for the document of this name. */
    BranchReader(String resource) {
        this.resource = resource;
    }

    @Nullable Branch rpc(Fields fields) {
        HashKey stickyBy =
                fields.object("stickyBy", sticky -> HashKeyReader.read(sticky, "attachment", "argument", "header"));
        fields.unsupported("timeout", "retries", "fault", "mirror", "mirrors", "mirrorPercentage", "headers");
        return branch(fields, Protocol.RPC, match -> RpcMatches.read(match, fields.place()), stickyBy);
    }

    @Nullable Branch http(Fields fields) {
        fields.unsupported("timeout", "retries", "fault", "mirror", "mirrors", "mirrorPercentage", "mirrorPercent");
        fields.unsupported("rewrite", "corsPolicy", "headers");
        if (elsewhere(fields, "redirect", "directResponse", "delegate")) {
            fields.ignored("name", "match", "route");
            return null;
        }
        return branch(fields, Protocol.HTTP, match -> HttpMatches.read(match, fields.place()), null);
    }

    @Nullable Branch tcp(Fields fields) {
        return branch(fields, Protocol.TCP, match -> TcpMatches.read(match, fields.place()), null);
    }

    /** What takes the place of a destination: without it the route would have none. */
    private static boolean elsewhere(Fields fields, String... names) {
        boolean found = false;
        for (String name : names) {
            if (fields.has(name)) {
                found = true;
                fields.report(ProblemCode.NEEDS_UNSUPPORTED, name, "a mapping", "route; not supported");
            }
        }
        return found;
    }

    /** Null if nothing is left of its matches: with none at all it would match everything. */
    private @Nullable Branch branch(
            Fields fields, Protocol protocol, Fields.Reader<RouteMatch> reader, @Nullable HashKey stickyBy) {
        List<RouteMatch> matches = fields.list("match", reader);
        List<Destination> destinations = DestinationReader.read(fields);
        boolean leftOut = matches.isEmpty() && fields.size("match") > 0;
        return leftOut ? null : new Branch(fields.place(), id(fields), protocol, matches, destinations, stickyBy);
    }

    private String id(Fields fields) {
        String name = fields.text("name");
        if (name == null || name.isBlank()) {
            return resource + "/" + fields.place().path().replace("spec.", "");
        }
        return resource + "/" + name;
    }
}
