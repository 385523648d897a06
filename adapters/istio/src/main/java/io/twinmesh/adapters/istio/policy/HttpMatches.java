package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.Subject;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code http[].match}; source: istio.io/latest/docs/reference/config/networking/virtual-service. */
final class HttpMatches {

    private static final Set<String> NOT_HEADERS = Set.of("uri", "scheme", "method", "authority");

    private HttpMatches() {}

    static @Nullable RouteMatch read(Fields fields, Place route) {
        MatchReader match = new MatchReader(fields, route);
        boolean ignoreCase = Boolean.TRUE.equals(fields.flag("ignoreUriCase"));
        match.part("uri", Subject.PATH, "", uri -> TextMatches.uri(uri, ignoreCase));
        match.part("scheme", Subject.HEADER, ":scheme", TextMatches::http);
        match.part("method", Subject.HEADER, ":method", TextMatches::http);
        match.part("authority", Subject.HEADER, ":authority", TextMatches::http);
        match.parts("headers", Subject.HEADER, TextMatches::header, header -> header(fields, "headers", header));
        match.parts(
                "withoutHeaders",
                Subject.HEADER,
                TextMatches::header,
                header -> header(fields, "withoutHeaders", header).not());
        match.parts("queryParams", Subject.QUERY, TextMatches::header, UnaryOperator.identity());
        match.number("port", Subject.PORT, 1, 65_535);
        match.sourceLabels();
        match.gateways();
        match.unsupported("sourceNamespace");
        fields.ignored("name");
        fields.unsupported("statPrefix");
        return match.read();
    }

    /** Istio ignores these names among headers, which makes an entry match more than it says: better to hear of it. */
    private static Condition header(Fields fields, String field, Condition header) {
        if (NOT_HEADERS.contains(header.key())) {
            String rule = "the field '" + header.key() + "' beside " + field + "; among headers Istio ignores it";
            fields.report(ProblemCode.SCHEMA, field, "'" + header.key() + "'", rule);
        }
        return lowerCase(header);
    }

    /** Names of headers are the same in every case; they are looked up in lower case. */
    private static Condition lowerCase(Condition header) {
        String name = header.key().toLowerCase(Locale.ROOT);
        return new Condition(header.subject(), name, header.index(), header.match(), header.negated(), header.path());
    }
}
