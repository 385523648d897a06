package io.twinmesh.adapters.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinmesh.adapters.cli.CommandFailure;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a batch of calls, as the demo's consumer reports it.
 *
 * @param answers how often which provider answered, and how often which reason came instead
 * @param millis from the first call to the last answer
 */
record Batch(Tally answers, long millis) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Batch parse(String line) {
        try {
            JsonNode report = MAPPER.readTree(line);
            Map<String, Integer> answers = new TreeMap<>();
            add(answers, report.path("ok"));
            add(answers, report.path("errors"));
            return new Batch(new Tally(answers), report.path("millis").asLong());
        } catch (JsonProcessingException e) {
            throw CommandFailure.failed("demo: consumer said: " + line + " (expected: JSON)");
        }
    }

    private static void add(Map<String, Integer> answers, JsonNode counts) {
        counts.properties()
                .forEach(count -> answers.merge(count.getKey(), count.getValue().asInt(), Integer::sum));
    }
}
