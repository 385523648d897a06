package io.twinmesh.adapters.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Says at once, in one line, that a directory of rules is none. */
final class RuleDirectories {

    private RuleDirectories() {}

    static void check(String subject, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw CommandFailure.unknown(
                    subject,
                    directory.toString(),
                    Files.exists(directory) ? "a directory, this is a file" : "a directory that exists");
        }
    }
}
