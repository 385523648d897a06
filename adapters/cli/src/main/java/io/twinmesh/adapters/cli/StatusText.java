package io.twinmesh.adapters.cli;

import io.twinmesh.api.routing.RuleStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What became of a rule, as a line for people and as a map for programs. */
final class StatusText {

    private StatusText() {}

    static String line(RuleStatus rule) {
        String place = rule.file().isEmpty() ? "" : rule.file() + ": ";
        return place + rule.kind() + " " + rule.id() + ": " + state(rule)
                + (rule.reason().isEmpty() ? "" : " (" + rule.reason() + ")");
    }

    static String state(RuleStatus rule) {
        return rule.state().name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> fields(RuleStatus rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", rule.id());
        fields.put("kind", rule.kind());
        fields.put("file", rule.file());
        fields.put("state", state(rule));
        fields.put("reason", rule.reason());
        fields.put("matched", rule.matched());
        return fields;
    }
}
