package io.twinmesh.adapters.cli;

import io.twinmesh.api.config.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A problem as a line for people and as a map for programs. */
final class ProblemText {

    private ProblemText() {}

    static String line(Problem problem) {
        return severity(problem) + ": " + problem.line();
    }

    static String severity(Problem problem) {
        return problem.severity().name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> fields(Problem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", severity(problem));
        fields.put("code", problem.code());
        fields.put("file", problem.file());
        fields.put("path", problem.path());
        fields.put("value", problem.value());
        fields.put("expected", problem.expected());
        return fields;
    }
}
