package io.twinmesh.benchmarks;

import io.twinmesh.benchmarks.rows.SidecarCommand;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Says how the sidecar is started. */
final class SidecarOptions {

    @Option(
            names = "--sidecar-command",
            description = "command line, words separated by blanks, with {rules}, {outbound}, {admin} and {upstream}"
                    + " filled in (default: mesh sidecar of the repository, one worker)")
    private String command = "";

    @Option(
            names = "--repository",
            description = "folder of the mesh launcher, also asked for the commit (default: ${DEFAULT-VALUE})")
    private Path repository = Path.of(".");

    SidecarCommand command() {
        return command.isBlank() ? SidecarCommand.ofRepository(repository) : SidecarCommand.parse(command);
    }

    Path repository() {
        return repository;
    }
}
