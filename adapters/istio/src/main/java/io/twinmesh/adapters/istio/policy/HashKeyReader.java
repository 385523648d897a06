package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.Fields;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.Subject;
import org.jspecify.annotations.Nullable;

/** Reads what keeps calls together: of {@code stickyBy} and of {@code consistentHash}. */
final class HashKeyReader {

    private HashKeyReader() {}

    static @Nullable HashKey read(Fields fields, String... names) {
        String name = fields.only(names);
        return name == null ? null : key(fields, name);
    }

    private static @Nullable HashKey key(Fields fields, String name) {
        return switch (name) {
            case "argument" -> {
                Long index = fields.number(name, 0, MatchReader.LAST_ARGUMENT);
                yield index == null ? null : new HashKey(Subject.ARGUMENT, "", index.intValue());
            }
            case "attachment" -> named(fields, name, Subject.ATTACHMENT);
            case "httpQueryParameterName" -> named(fields, name, Subject.QUERY);
            default -> named(fields, name, Subject.HEADER);
        };
    }

    private static @Nullable HashKey named(Fields fields, String field, Subject subject) {
        String key = fields.need(field);
        return key.isBlank() ? null : new HashKey(subject, key, -1);
    }
}
