package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects the conditions of one entry of {@code match}, in the order in which they are asked for. */
final class MatchReader {

    static final int LAST_ARGUMENT = 254;

    private final Fields fields;
    private final Place route;
    private final List<Condition> conditions = new ArrayList<>();
    private boolean leftOut;

    /**
     * A reader of one entry.
     *
     * @param route where the route stands; paths of conditions are told from there
     */
    MatchReader(Fields fields, Place route) {
        this.fields = fields;
        this.route = route;
    }

    /** A match on one part; the key is empty if the subject alone says which. */
    void part(String name, Subject subject, String key, Fields.Reader<StringMatch> reader) {
        StringMatch match = fields.object(name, reader);
        if (match != null) {
            conditions.add(
                    Condition.keyed(subject, key, match, path(fields.place().field(name))));
        }
    }

    /** Matches on parts by name. */
    void parts(String name, Subject subject, Fields.Reader<StringMatch> reader, UnaryOperator<Condition> made) {
        fields.objects(name, reader).forEach((key, match) -> {
            Place place = fields.place().field(name).field(key);
            conditions.add(made.apply(Condition.keyed(subject, key, match, path(place))));
        });
    }

    /** A whole number. */
    void number(String name, Subject subject, long min, long max) {
        Long number = fields.number(name, min, max);
        if (number != null) {
            conditions.add(Condition.of(
                    subject, NumberMatch.exact(number), path(fields.place().field(name))));
        }
    }

    /** Labels of the local workload. */
    void sourceLabels() {
        fields.textMap("sourceLabels").forEach((key, value) -> {
            Place place = fields.place().field("sourceLabels").field(key);
            conditions.add(Condition.keyed(Subject.SOURCE_LABEL, key, StringMatch.exact(value), path(place)));
        });
    }

    /** A match on a numbered part. */
    void numbered(Subject subject, int index, ValueMatch match, Place place) {
        conditions.add(Condition.indexed(subject, index, match, path(place)));
    }

    /** Conditions that are not supported: without them the entry would match too much, so it is left out. */
    void unsupported(String... names) {
        for (String name : names) {
            if (fields.has(name)) {
                leaveOut(fields, name);
            }
        }
    }

    /** A condition that is not supported, in a part of the entry. */
    void leaveOut(Fields part, String name) {
        part.report(
                ProblemCode.UNSUPPORTED,
                name,
                "a condition",
                "nothing; not supported, this entry of match is left out");
        leftOut = true;
    }

    /** An entry for gateways only is not for the mesh. */
    void gateways() {
        List<String> gateways = fields.texts("gateways");
        if (!gateways.isEmpty() && !gateways.contains("mesh")) {
            String rule = "mesh among them; this entry of match is left out";
            fields.report(ProblemCode.UNSUPPORTED, "gateways", gateways.toString(), rule);
            leftOut = true;
        }
    }

    /** The entry, or null if it is left out. */
    @Nullable RouteMatch read() {
        return leftOut ? null : new RouteMatch(conditions);
    }

    private String path(Place place) {
        return place.pathIn(route);
    }
}
