package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.document;
import static io.twinmesh.adapters.sentinel.Fixture.problems;
import static io.twinmesh.adapters.sentinel.RuleKind.FLOW;
import static io.twinmesh.adapters.sentinel.RuleKind.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.routing.RuleStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents as a whole say: their content, format and application, and the names of their rules. */
class RuleDocumentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "null", "[]"})
    void emptyContentIsNoRules(String text) {
        assertEquals(List.of(), problems(document(FLOW, text)));
    }

    @Test
    void brokenJsonIsAnErrorWithItsPosition() {
        List<String> problems = problems(document(FLOW, "[\n{resource:'r',\n count:}]"));

        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("ERROR shop-flow-rules.json: line 3, column "), problems.get(0));
    }

    @Test
    void contentThatIsNoArrayIsAnError() {
        assertEquals(
                List.of("ERROR shop-flow-rules.json: (document): {resource=r} (expected: an array of rules) [TM0301]"),
                problems(document(FLOW, "{resource:'r'}")));
        assertEquals(
                List.of("ERROR shop-flow-rules.json: [0]: r (expected: an object with a rule) [TM0301]"),
                problems(document(FLOW, "['r']")));
        assertEquals(1, problems(document(FLOW, "[] []")).size());
    }

    @Test
    void unknownFormatIsReported() {
        assertEquals(
                List.of("UNSUPPORTED f: format: sentinel-gw-flow (expected: sentinel-flow, -degrade, -param, -system or"
                        + " -authority) [TM0308]"),
                problems(new RuleDocument("sentinel-gw-flow", "shop", "f", "[]")));
    }

    @Test
    void clusterModeIsReportedUnsupportedWithAndWithoutFallback() {
        for (String fallback : List.of("", ", fallbackToLocalWhenFail:false")) {
            List<String> problems = problems(document(
                    FLOW, "[{resource:'r', count:1, clusterMode:true, clusterConfig:{flowId:1" + fallback + "}}]"));

            assertEquals(1, problems.size(), problems::toString);
            assertTrue(
                    problems.get(0)
                            .startsWith("UNSUPPORTED shop-flow-rules.json: [0].clusterMode: true (expected: false"),
                    problems::toString);
        }
    }

    @Test
    void rulesOfOtherApplicationsAreCheckedAndIdle() {
        RuleDocument other =
                new RuleDocument("sentinel-flow", "cart", "cart-flow-rules.json", "[{resource:'r', count:1}]");
        RuleDocument wrong =
                new RuleDocument("sentinel-flow", "cart", "cart-flow-rules.json", "[{resource:'r', count:-1}]");
        RuleBook book = new RuleReader(Fixture.APPLICATION, RuleBook.EMPTY, problem -> {}).read(List.of(other));

        assertEquals(
                List.of(new RuleStatus(
                        "flow:r#0", "flow", "cart-flow-rules.json", RuleStatus.State.IDLE, "for application cart", 0)),
                book.statuses());
        assertEquals(1, problems(wrong).size());
    }

    @Test
    void idsNumberTheRulesOfAResource() {
        RuleBook book = new RuleReader(Fixture.APPLICATION, RuleBook.EMPTY, problem -> {})
                .read(List.of(
                        document(FLOW, "[{resource:'r', count:1}, {resource:'s', count:1}, {resource:'r', count:2}]"),
                        document(SYSTEM, "[{qps:1}, {qps:2}]")));

        assertEquals(
                List.of("system#0", "system#1", "flow:r#0", "flow:s#0", "flow:r#1"),
                book.statuses().stream().map(RuleStatus::id).toList());
    }
}
