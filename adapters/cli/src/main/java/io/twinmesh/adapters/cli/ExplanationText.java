package io.twinmesh.adapters.cli;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Direction;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.routing.Explanation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision, stage by stage, for people and for programs. */
final class ExplanationText {

    private ExplanationText() {}

    static boolean accepted(Decision decision) {
        return !(decision instanceof Decision.Reject);
    }

    static @Nullable RejectReason reason(Decision decision) {
        return decision instanceof Decision.Reject reject ? reject.reason() : null;
    }

    static String text(String subject, Direction direction, Explanation explanation) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println(direction.word() + " " + subject + ", rules " + explanation.version());
        Table table = new Table("  ");
        explanation.steps().forEach(step -> table.row(step.stage(), step.result(), step.rule(), step.detail()));
        table.print(out);
        out.println(verdict(explanation.decision()));
        return text.toString();
    }

    static String verdict(Decision decision) {
        if (decision instanceof Decision.Forward forward) {
            return "goes to " + forward.endpoint() + " (" + forward.cluster() + ")";
        }
        if (decision instanceof Decision.Reject reject) {
            return "rejected: " + reject.reason().word() + ": " + reject.detail();
        }
        return "comes in";
    }

    static Map<String, Object> document(Explanation explanation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", explanation.version());
        document.put(
                "steps",
                explanation.steps().stream().map(ExplanationText::fields).toList());
        document.put("decision", fields(explanation.decision()));
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
