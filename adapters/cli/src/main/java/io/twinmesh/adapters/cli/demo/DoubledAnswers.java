package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Answers to calls that a Dubbo consumer had an answer to already. Dubbo drops them and says so in its log. */
final class DoubledAnswers {

    private static final String NOBODY_WAITS = "response finally returned";

    private DoubledAnswers() {}

    /** How many came to a consumer. */
    static long to(Child consumer, Path logs) {
        Path log = logs.resolve(consumer.name() + ".log");
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(NOBODY_WAITS)).count();
        } catch (IOException e) {
            throw CommandFailure.failed("demo: " + log + ": " + e.getMessage());
        }
    }
}
