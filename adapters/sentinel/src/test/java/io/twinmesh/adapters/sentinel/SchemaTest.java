package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.document;
import static io.twinmesh.adapters.sentinel.Fixture.problems;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of rule files and their reader say the same. */
class SchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a schema cannot say. */
    private static final List<String> NOT_OF_FORM = List.of("a multiple of", "a regular expression");

    private final JsonNode root = read();

    private static JsonNode read() {
        try (InputStream in = SchemaTest.class.getResourceAsStream("sentinel-rules.schema.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema(JsonNode node) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(node);
    }

    /** Holds a document against the definition of its kind. */
    private List<Error> errors(RuleKind kind, String text) throws JsonText.BrokenJson {
        ObjectNode ofKind = root.deepCopy();
        ofKind.remove(List.of("$id", "anyOf"));
        return schema(ofKind.put("$ref", "#/$defs/" + kind.word())).validate(JSON.valueToTree(JsonText.parse(text)));
    }

    @ParameterizedTest
    @MethodSource("io.twinmesh.adapters.sentinel.RuleReaderTest#shapes")
    void bothShapesAreValid(RuleKind kind, String bare, String dashboard) throws Exception {
        assertEquals(List.of(), errors(kind, "[" + bare + ", " + dashboard + "]"));
    }

    @ParameterizedTest
    @MethodSource("io.twinmesh.adapters.sentinel.RuleReaderTest#doubtful")
    void whatSentinelAcceptsIsValid(RuleKind kind, String fields) throws Exception {
        assertEquals(List.of(), errors(kind, "[{" + fields + "}]"));
    }

    @ParameterizedTest
    @MethodSource("io.twinmesh.adapters.sentinel.RuleReaderTest#invalid")
    void whatSentinelWouldDropIsInvalidInBothShapes(RuleKind kind, String fields, String line) throws Exception {
        boolean ofForm = NOT_OF_FORM.stream().noneMatch(line::contains);

        assertEquals(ofForm, !errors(kind, "[{" + fields + "}]").isEmpty(), "bare");
        assertEquals(ofForm, !errors(kind, "[{id:1, rule:{" + fields + "}}]").isEmpty(), "nested");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"count:'many'", "count:[]", "grade:1.5", "clusterMode:7", "clusterMode:'yes'", "limitApp:{}"})
    void wrongTypesAreInvalid(String field) throws Exception {
        String rule = "[{resource:'r', " + field + "}]";

        assertTrue(problems(document(RuleKind.FLOW, rule)).get(0).endsWith("[TM0302]"));
        assertFalse(errors(RuleKind.FLOW, rule).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count:'2e1'",
                "count:' 2.5 '",
                "grade:'1'",
                "regex:'TRUE'",
                "regex:0",
                "limitApp:7",
                "grade:null"
            })
    void whatTheReaderTakesForAValueIsValid(String field) throws Exception {
        String rule = "[{resource:'r', " + field + "}]";

        assertEquals(List.of(), problems(document(RuleKind.FLOW, rule)));
        assertEquals(List.of(), errors(RuleKind.FLOW, rule));
    }

    @ParameterizedTest
    @EnumSource
    void contentThatIsNoRulesIsInvalidAndNoContentIsNot(RuleKind kind) throws Exception {
        assertEquals(List.of(), errors(kind, "null"));
        assertEquals(List.of(), errors(kind, "[]"));
        assertFalse(errors(kind, "{resource:'r'}").isEmpty());
        assertFalse(errors(kind, "['r']").isEmpty());
    }

    static Stream<Arguments> fields() {
        String config = "clusterMode:true, clusterConfig:{flowId:1}";
        String item = "paramFlowItemList:[{object:'7', count:1}]";
        return Stream.of(
                Arguments.of(RuleKind.FLOW, "grade:1, " + config, "FlowRule", "FlowClusterConfig"),
                Arguments.of(RuleKind.FLOW, "grade:0, " + config, "FlowRule", "ConcurrencyClusterConfig"),
                Arguments.of(RuleKind.DEGRADE, "", "DegradeRule", ""),
                Arguments.of(RuleKind.PARAM, config, "ParamFlowRule", "ParamClusterConfig"),
                Arguments.of(RuleKind.PARAM, "clusterMode:true, " + item, "ParamFlowRule", "ParamFlowItem"),
                Arguments.of(RuleKind.SYSTEM, "", "SystemRule", ""),
                Arguments.of(RuleKind.AUTHORITY, "", "AuthorityRule", ""));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void schemaAndReaderKnowTheSameFields(RuleKind kind, String fields, String rule, String inner) throws Exception {
        Map<String, Set<String>> asked = new TreeMap<>();
        RuleFields recorded =
                new RuleFields("f", "", recording("", asked, JsonText.parse("{" + fields + "}")), problem -> {});

        RuleReader.rule(kind, recorded);

        assertEquals(properties(rule), asked.get(""), rule);
        asked.remove("");
        assertEquals(inner.isEmpty() ? List.of() : List.of(properties(inner)), List.copyOf(asked.values()), inner);
    }

    private Set<String> properties(String definition) {
        Set<String> names = new TreeSet<>();
        root.get("$defs").get(definition).get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** An object that notes under its place what it is asked for, and so do those inside. */
    private static Map<String, Object> recording(String place, Map<String, Set<String>> asked, Object object) {
        Map<String, Object> recording = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object name) {
                asked.computeIfAbsent(place, first -> new TreeSet<>()).add((String) name);
                return super.get(name);
            }
        };
        ((Map<?, ?>) object)
                .forEach((name, value) -> recording.put((String) name, inside((String) name, asked, value)));
        return recording;
    }

    private static Object inside(String name, Map<String, Set<String>> asked, Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> inside(name, asked, item)).toList();
        }
        return value instanceof Map ? recording(name, asked, value) : value;
    }

    @Test
    void everyFieldIsDescribed() {
        List<String> bare = new ArrayList<>();
        root.get("$defs")
                .forEach(definition -> definition
                        .path("properties")
                        .properties()
                        .forEach(field -> {
                            if (!field.getValue().has("description")) {
                                bare.add(field.getKey());
                            }
                        }));

        assertEquals(List.of(), bare);
    }

    @Test
    void theSchemaIsOneItself() {
        SchemaLocation meta = SchemaLocation.of(root.get("$schema").asText());

        assertEquals(
                List.of(),
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(meta)
                        .validate(root));
    }
}
