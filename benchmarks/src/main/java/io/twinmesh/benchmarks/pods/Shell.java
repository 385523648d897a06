package io.twinmesh.benchmarks.pods;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs commands to their end. */
final class Shell {

    private static final Path NOWHERE = Path.of("/dev/null");

    private Shell() {}

    /** Runs a command that has to succeed; {@link IOException} with what it complained of if it does not. */
    static void must(List<String> command, String input) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectOutput(NOWHERE.toFile()).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + complaint);
        }
    }

    /** The same for a command whose words are separated by blanks. */
    static void must(String command) throws IOException, InterruptedException {
        must(List.of(command.split(" ", -1)), "");
    }
}
