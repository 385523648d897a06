package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.routing.Explanation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A decision, stage by stage: the document that a sidecar's {@code /explain} answers with too, and the text made of it. */
final class ExplanationText {

    private ExplanationText() {}

    static boolean accepted(JsonNode explanation) {
        return !rejected(explanation.path("decision"));
    }

    private static boolean rejected(JsonNode decision) {
        return decision.hasNonNull("reason");
    }

    /** Whether no rule was even looked at: the service is not one that the rules know. */
    static boolean isOfUnknownService(JsonNode explanation) {
        boolean noRoute = text(explanation.path("decision"), "reason").equals(RejectReason.NO_ROUTE.word());
        boolean looked = false;
        for (JsonNode step : explanation.path("steps")) {
            looked |= !text(step, "rule").isEmpty();
        }
        return noRoute && !looked;
    }

    static String text(String subject, Direction direction, JsonNode explanation) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println(direction.word() + " " + subject + ", rules " + text(explanation, "version"));
        Table table = new Table("  ");
        for (JsonNode step : explanation.path("steps")) {
            table.row(text(step, "stage"), text(step, "result"), text(step, "rule"), text(step, "detail"));
        }
        table.print(out);
        out.println(verdict(explanation.path("decision")));
        return text.toString();
    }

    private static String verdict(JsonNode decision) {
        if (rejected(decision)) {
            return "rejected: " + text(decision, "reason") + ": " + text(decision, "detail");
        }
        if (decision.hasNonNull("cluster")) {
            return "goes to " + text(decision, "endpoint") + " (" + text(decision, "cluster") + ")";
        }
        return decision.hasNonNull("endpoint") ? "passes to " + text(decision, "endpoint") : "comes in";
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    static Map<String, Object> document(Explanation explanation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", explanation.version());
        document.put("decision", fields(explanation.decision()));
        document.put(
                "steps",
                explanation.steps().stream().map(ExplanationText::fields).toList());
        return document;
    }

    private static Map<String, Object> fields(Explanation.Step step) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stage", step.stage());
        fields.put("rule", step.rule());
        fields.put("result", step.result());
        fields.put("detail", step.detail());
        return fields;
    }

    private static Map<String, Object> fields(Decision decision) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (decision instanceof Decision.Forward forward) {
            fields.put("kind", "forward");
            fields.put("cluster", forward.cluster());
            fields.put("endpoint", forward.endpoint().toString());
        } else if (decision instanceof Decision.Pass pass) {
            fields.put("kind", "pass");
            fields.put("endpoint", pass.endpoint().toString());
        } else if (decision instanceof Decision.Reject reject) {
            fields.put("kind", "reject");
            fields.put("reason", reject.reason().word());
            fields.put("rule", reject.rule());
            fields.put("detail", reject.detail());
        } else {
            fields.put("kind", "admit");
        }
        return fields;
    }
}
