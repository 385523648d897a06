package io.twinmesh.adapters.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.twinmesh.adapters.istio.document.Documents;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.PolicyReader;
import io.twinmesh.api.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published schema and the parser say the same. */
class SchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "zzz";

    private final JsonNode root = read();
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(root);

    static Stream<Path> good() {
        return Example.good().stream();
    }

    static Stream<Path> bad() {
        return Example.bad().stream()
                .filter(file -> !Example.header(file, "schema").equals("unreadable"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void goodExamplesAreValid(Path file) {
        for (JsonNode document : documents(file)) {
            assertEquals(List.of(), schema.validate(document), () -> document.toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void problemsThatAreErrorsOfFormAreInvalidAndOthersAreNot(Path file) {
        List<Error> errors = documents(file).stream()
                .flatMap(document -> schema.validate(document).stream())
                .toList();

        assertEquals(Example.header(file, "schema").equals("rejects"), !errors.isEmpty(), errors::toString);
    }

    @Test
    void everyFieldIsDescribed() {
        List<String> bare = new ArrayList<>();
        root.findValues("properties")
                .forEach(properties -> properties.properties().forEach(field -> {
                    JsonNode value = field.getValue();
                    if (!value.has("description") && !value.has("$ref") && !value.has("const")) {
                        bare.add(field.getKey());
                    }
                }));

        assertEquals(List.of(), bare);
    }

    /**
     * An unknown field goes into every mapping of every example; the parser answers with the fields it knows there, which have to be
     * those of the schema at that place. Every mapping of the schema has to be met.
     */
    @Test
    void schemaAndParserKnowTheSameFields() {
        Map<String, Set<String>> met = new TreeMap<>();
        for (Path file : Example.good()) {
            for (JsonNode document : documents(file)) {
                visit(document, document, root, "", met);
            }
        }
        visit(everything("DestinationRule"), met);

        Set<String> missed = closed(root, "", new TreeSet<>());
        missed.removeAll(met.keySet());
        assertEquals(Set.of(), missed);
    }

    private void visit(JsonNode document, Map<String, Set<String>> met) {
        visit(document, document, root, "", met);
    }

    /** A document with the mappings that no example has. */
    private static JsonNode everything(String kind) {
        ObjectNode document = JSON.createObjectNode();
        document.put("apiVersion", "networking.istio.io/v1").put("kind", kind);
        document.putObject("metadata").put("name", "all");
        ObjectNode spec = document.putObject("spec").put("host", "all");
        spec.putObject("trafficPolicy")
                .putObject("loadBalancer")
                .putObject("consistentHash")
                .put("argument", 0);
        return document;
    }

    private void visit(JsonNode document, JsonNode node, JsonNode at, String pointer, Map<String, Set<String>> met) {
        Place place = resolved(document, at, pointer);
        if (node instanceof ObjectNode mapping) {
            if (place.schema().has("properties")) {
                compare(document, mapping, place, met);
            }
            List<String> names = new ArrayList<>();
            mapping.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> child(place, name)
                    .ifPresent(next -> visit(document, mapping.get(name), next.schema(), next.pointer(), met)));
        } else if (node.isArray() && place.schema().has("items")) {
            node.forEach(item -> visit(document, item, place.schema().get("items"), place.pointer() + "/items", met));
        }
    }

    private record Place(JsonNode schema, String pointer) {}

    private Optional<Place> child(Place place, String name) {
        JsonNode property = place.schema().path("properties").path(name);
        if (!property.isMissingNode()) {
            return Optional.of(new Place(property, place.pointer() + "/properties/" + name));
        }
        JsonNode others = place.schema().path("additionalProperties");
        return others.isObject()
                ? Optional.of(new Place(others, place.pointer() + "/additionalProperties"))
                : Optional.empty();
    }

    private Place resolved(JsonNode document, JsonNode at, String pointer) {
        if (pointer.equals("/properties/spec")) {
            return definition(document.get("kind").asText());
        }
        return at.has("$ref") ? definition(at.get("$ref").asText().replace("#/$defs/", "")) : new Place(at, pointer);
    }

    private Place definition(String name) {
        return new Place(root.get("$defs").get(name), "/$defs/" + name);
    }

    private void compare(JsonNode document, ObjectNode mapping, Place place, Map<String, Set<String>> met) {
        mapping.put(UNKNOWN, "x");
        Problem problem = problems(document).stream()
                .filter(found -> found.code().equals("TM0101") && found.path().endsWith(UNKNOWN))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not noticed at " + place.pointer()));
        mapping.remove(UNKNOWN);
        String list = problem.expected()
                .substring(
                        problem.expected().indexOf('[') + 1, problem.expected().indexOf(']'));
        Set<String> known = new TreeSet<>(Arrays.asList(list.split(", ")));
        Set<String> published = new TreeSet<>();
        place.schema().get("properties").fieldNames().forEachRemaining(published::add);
        assertEquals(published, known, place.pointer());
        met.put(place.pointer(), known);
    }

    /** The places of all mappings whose fields are named. */
    private static Set<String> closed(JsonNode node, String pointer, Set<String> found) {
        if (node.path("additionalProperties").isBoolean()) {
            assertFalse(node.get("additionalProperties").asBoolean(), pointer);
            found.add(pointer);
        }
        node.properties().forEach(field -> closed(field.getValue(), pointer + "/" + field.getKey(), found));
        return found;
    }

    private static List<Problem> problems(JsonNode document) {
        Problems problems = new Problems();
        PolicyReader.read("v", Documents.parse("a.yaml", document.toString(), problems), List.of(), problems);
        return problems.list();
    }

    private static List<JsonNode> documents(Path file) {
        List<JsonNode> documents = new ArrayList<>();
        Load load = new Load(LoadSettings.builder().setLabel(file.toString()).build());
        load.loadAllFromString(Example.text(file)).forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }

    private static JsonNode read() {
        try (InputStream stream = RuleDirectory.schema()) {
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSchemaIsOneItself() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(root.get("$schema").asText()));

        assertEquals(List.of(), meta.validate(root));
        assertTrue(new HashSet<>(root.findValuesAsText("$ref")).size() > 10);
    }
}
