package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinmesh.api.Direction;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** A decision explained by a running sidecar. */
final class RemoteExplanation {

    private RemoteExplanation() {}

    static int print(AdminClient client, RequestOptions request, Direction direction, boolean json, PrintWriter out) {
        String page = client.page("/explain?" + query(request, direction));
        JsonNode explanation = Json.parse(page);
        if (json) {
            out.println(page.strip());
        } else {
            out.println(direction.word() + " " + request.key() + ", rules "
                    + explanation.path("version").asText());
            steps(explanation.path("steps")).print(out);
            out.println(verdict(explanation.path("decision")));
        }
        return rejected(explanation.path("decision")) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    static String query(RequestOptions request, Direction direction) {
        List<String> parts = new ArrayList<>();
        add(parts, "direction", direction.word());
        add(parts, "service", request.key().service());
        add(parts, "method", request.key().method());
        add(parts, "version", request.key().version());
        add(parts, "types", String.join(",", request.parameterTypes()));
        request.arguments.forEach(argument -> add(parts, "arg", argument));
        request.allAttachments().forEach((name, value) -> add(parts, "attachment", name + "=" + value));
        return String.join("&", parts);
    }

    private static void add(List<String> parts, String name, String value) {
        parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static Table steps(JsonNode steps) {
        Table table = new Table("  ");
        steps.forEach(
                step -> table.row(text(step, "stage"), text(step, "result"), text(step, "rule"), text(step, "detail")));
        return table;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static boolean rejected(JsonNode decision) {
        return decision.hasNonNull("reason");
    }

    private static String verdict(JsonNode decision) {
        if (rejected(decision)) {
            return "rejected: " + text(decision, "reason") + ": " + text(decision, "detail");
        }
        return decision.hasNonNull("endpoint")
                ? "goes to " + text(decision, "endpoint") + " (" + text(decision, "cluster") + ")"
                : "comes in";
    }
}
