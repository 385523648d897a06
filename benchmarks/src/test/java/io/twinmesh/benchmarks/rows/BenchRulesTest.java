package io.twinmesh.benchmarks.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRulesTest {

    @TempDir
    Path folder;

    @Test
    void theFlowRuleCanBeMovedOutOfReach() throws Exception {
        BenchRules rules = new BenchRules(folder.resolve("rules"), "com.acme.Other");
        rules.route(20880);

        rules.permitNone();
        assertFlow(rules, 0);

        rules.permitAll();
        assertFlow(rules, 10_000_000);
        assertTrue(Files.readString(rules.folder().resolve("echo.yaml")).contains("hosts: [com.acme.Other]"));
    }

    private static void assertFlow(BenchRules rules, int count) throws Exception {
        assertEquals(
                "[{\"resource\": \"com.acme.Other:echo(java.lang.String)\", \"count\": " + count + ", \"grade\": 1}]\n",
                Files.readString(rules.folder().resolve("bench-flow-rules.json")));
    }
}
