package io.twinmesh.adapters.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final String TRADE = "io.twinmesh.demo.api.Trade";

    @TempDir
    private Path rules;

    @BeforeEach
    void takeTheRulesOfTheDemo() throws IOException {
        for (String file : new String[] {"endpoints.yaml", "routes.yaml", "shop-flow-rules.json"}) {
            Files.copy(Path.of("src/main/demo/rules", file), rules.resolve(file));
        }
    }

    @Test
    void rulesWithoutErrorsAreValid() {
        Said said = Said.by("analyze", rules.toString());

        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().endsWith("valid, 7 rules, 0 errors, 0 warnings, 0 unsupported\n"), said.out());
    }

    @Test
    void everyErrorIsListedWithFileAndCodeAndTheStatusIsOne() throws IOException {
        Files.writeString(rules.resolve("wrong.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: wrong}
                spec: {subsets: 7}
                """);

        Said said = Said.by("analyze", "--json", rules.toString());

        JsonNode document = Json.parse(said.out());
        assertEquals(1, said.status());
        assertFalse(document.path("valid").asBoolean(true));
        assertTrue(document.path("problems").size() >= 2, said.out());
        document.path("problems").forEach(problem -> {
            assertEquals("wrong.yaml", problem.path("file").asText());
            assertTrue(problem.path("code").asText().matches("[A-Z]+[0-9]+"), problem.toString());
        });
    }

    @Test
    void explainNamesTheRuleTheEndpointAndTheFirstConditionThatDidNotMatch() {
        Said said = explain("--method", "buy", "--types", "long,java.lang.String", "--arg", "7", "--arg", "book");

        assertEquals(0, said.status(), said.err());
        assertTrue(
                said.out().matches("(?s).*skipped +trade/gray-calls +match\\[0].attachments.tag: absent.*"),
                said.out());
        assertTrue(said.out().matches("(?s).*matched +trade/some-buyers.*"), said.out());
        assertTrue(said.out().endsWith("goes to [::1]:20882 (" + TRADE + "|v2)\n"), said.out());
    }

    @Test
    void explainFollowsCallerAndAttachments() {
        assertTrue(explain("--method", "quote", "--arg", "a").out().contains("(" + TRADE + "|v1)"));
        assertTrue(explain("--method", "quote", "--arg", "a", "--caller", "billing")
                .out()
                .contains("(" + TRADE + "|v2)"));
        assertTrue(
                explain("--method", "quote", "--attachment", "tag=gray").out().contains("(" + TRADE + "|v2)"));
    }

    @Test
    void explainForProgramsIsJson() {
        JsonNode document = Json.parse(explain("--method", "quote", "--json").out());

        assertEquals("forward", document.path("decision").path("kind").asText());
        assertEquals("[::1]:20881", document.path("decision").path("endpoint").asText());
        assertTrue(document.path("steps").size() >= 4);
    }

    @Test
    void aServiceNoRuleKnowsIsOneLineAndStatusTwo() {
        Said said = Said.by("explain", "--rules", rules.toString(), "--service", "com.acme.Other", "--method", "m");

        assertEquals(2, said.status());
        assertEquals("mesh explain: --service: com.acme.Other (expected: one of " + TRADE + ")\n", said.err());
    }

    @Test
    void anArgumentThatIsNoneOfItsTypeIsRefused() {
        Said said = explain("--method", "buy", "--types", "long", "--arg", "x");

        assertEquals(2, said.status());
        assertEquals("mesh explain: --arg 0: x (expected: a long)\n", said.err());
    }

    @Test
    void aSidecarIsNotAskedAboutAnArgumentThatIsNoneOfItsType() {
        Said said = Said.by("explain --admin 127.0.0.1:1 --service s --method m --types long --arg x".split(" ", -1));

        assertEquals(2, said.status());
        assertEquals("mesh explain: --arg 0: x (expected: a long)\n", said.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "analyze",
                "analyze /does/not/exist",
                "explain --service s --method m",
                "explain --rules /does/not/exist --service s --method m",
                "explain --admin 127.0.0.1 --service s --method m",
                "sidecar --rules /does/not/exist --application cart",
                "sidecar --application cart",
                "sidecar --rules . --application cart --nope 1",
                "sidecar --rules . --application cart --workers many",
                "status --admin nonsense",
                "status --admin 127.0.0.1:1",
                "demo --scenario nope",
                "demo --protocol nope"
            })
    void aWrongCommandLineIsOneLineAndStatusTwo(String arguments) {
        Said said = Said.by(arguments.split(" "));

        assertEquals(2, said.status(), said.err());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().startsWith("mesh"), said.err());
        assertEquals("", said.out());
    }

    @Test
    void anUnknownScenarioNamesTheKnownOnes() {
        assertEquals(
                "mesh demo: --scenario: nope (expected: one of method, argument, attachment, caller, weight, dubbo27,"
                        + " limit, change, upgrade, intercept)\n",
                Said.by("demo", "--scenario", "nope").err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "sidecar", "analyze", "explain", "status", "config", "intercept"})
    void everyCommandHasHelpWithExamples(String command) {
        Said said = Said.by(command, "--help");

        assertEquals(0, said.status());
        assertTrue(said.out().contains("Examples:"), said.out());
        assertTrue(said.out().contains("mesh " + command), said.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "status", "config"})
    void helpAndPageAgreeOnTheAdminPort(String command) throws IOException {
        String page = Files.readString(Path.of("../../docs/ports-and-admin.md"));

        assertTrue(Said.by(command, "--help").out().contains("[::1]:15000"), command);
        assertTrue(page.contains("ask at `[::1]:15000` unless `--admin` says otherwise"), page);
    }

    @Test
    void helpNamesEveryCommand() {
        Said said = Said.by("--help");

        assertEquals(0, said.status());
        for (String command : new String[] {"demo", "sidecar", "analyze", "explain", "status", "config", "intercept"}) {
            assertTrue(said.out().contains("\n  " + command + " "), said.out());
        }
    }

    private Said explain(String... further) {
        String[] first = {"explain", "--rules", rules.toString(), "--application", "cart", "--service", TRADE};
        String[] all = new String[first.length + further.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(further, 0, all, first.length, further.length);
        return Said.by(all);
    }
}
