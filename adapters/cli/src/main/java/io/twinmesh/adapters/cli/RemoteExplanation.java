package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinmesh.api.Direction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A decision explained by a running sidecar. */
final class RemoteExplanation {

    private RemoteExplanation() {}

    static JsonNode of(AdminClient client, RequestOptions request, Direction direction) {
        return Json.parse(client.page("/explain?" + query(request, direction)));
    }

    /** The names of the clusters and subsets that it has. */
    static Stream<String> clusters(AdminClient client) {
        JsonNode clusters = Json.parse(client.page("/clusters"));
        return StreamSupport.stream(clusters.spliterator(), false)
                .map(cluster -> cluster.path("name").asText());
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
}
