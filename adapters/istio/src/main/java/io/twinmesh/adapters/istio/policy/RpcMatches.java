package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.adapters.istio.document.Place;
import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.ValueMatch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code rpc[].match}: the fields of Dubbo's public mesh rule, with Istio's AND inside an entry. */
final class RpcMatches {

    private record Argument(Place place, int index, ValueMatch match) {}

    private RpcMatches() {}

    static @Nullable RouteMatch read(Fields fields, Place route) {
        MatchReader match = new MatchReader(fields, route);
        match.part("method", Subject.METHOD, "", TextMatches::rpc);
        match.number("argc", Subject.ARGUMENT_COUNT, 0, MatchReader.LAST_ARGUMENT + 1);
        parameterTypes(fields, match);
        arguments(fields, match);
        match.parts("attachments", Subject.ATTACHMENT, TextMatches::rpc, UnaryOperator.identity());
        match.parts("withoutAttachments", Subject.ATTACHMENT, TextMatches::rpc, Condition::not);
        match.part("sourceApplication", Subject.CALLER, "", TextMatches::rpc);
        match.sourceLabels();
        match.part("group", Subject.GROUP, "", TextMatches::rpc);
        match.part("version", Subject.VERSION, "", TextMatches::rpc);
        return match.read();
    }

    /** Types by position; those behind the last one given may be any. */
    private static void parameterTypes(Fields fields, MatchReader match) {
        List<StringMatch> types = fields.list("argp", TextMatches::rpc);
        for (int i = 0; i < types.size(); i++) {
            match.numbered(
                    Subject.PARAMETER_TYPE,
                    i,
                    types.get(i),
                    fields.place().field("argp").item(i));
        }
    }

    private static void arguments(Fields fields, MatchReader match) {
        Set<Integer> seen = new HashSet<>();
        for (Argument argument : fields.list("args", item -> argument(item, match))) {
            match.numbered(Subject.ARGUMENT, argument.index(), argument.match(), argument.place());
            if (!seen.add(argument.index())) {
                String value = argument.index() + " given twice";
                fields.problems()
                        .add(ProblemCode.DUPLICATE_NAME, argument.place().field("index"), value, "each index once");
            }
        }
    }

    private static @Nullable Argument argument(Fields fields, MatchReader match) {
        Long index = fields.number("index", 0, MatchReader.LAST_ARGUMENT);
        fields.required("index");
        if (fields.has("path")) {
            match.leaveOut(fields, "path");
        }
        ValueMatch value = value(fields);
        return index == null || value == null ? null : new Argument(fields.place(), index.intValue(), value);
    }

    private static @Nullable ValueMatch value(Fields fields) {
        String type = fields.only("int", "string", "bool");
        if (type == null) {
            return null;
        }
        return switch (type) {
            case "int" -> fields.object(type, NumberMatches::read);
            case "string" -> fields.object(type, TextMatches::rpc);
            default -> bool(fields.flag(type));
        };
    }

    private static @Nullable ValueMatch bool(@Nullable Boolean value) {
        return value == null ? null : new BooleanMatch(value);
    }
}
