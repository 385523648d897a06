package io.twinmesh.benchmarks.process;

import java.io.IOException;
import picocli.CommandLine;

/** Runs a command of the benchmark; what goes wrong outside the program is one line and exit status 1. */
public final class Launch {

    private Launch() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void command(Object command, String[] args) {
        System.exit(new CommandLine(command)
                .setExecutionExceptionHandler((failed, line, parsed) -> exitStatus(failed, line))
                .execute(args));
    }

    private static int exitStatus(Exception failed, CommandLine line) throws Exception {
        if (failed instanceof IOException || failed instanceof IllegalArgumentException) {
            line.getErr().println(line.getCommandName() + ": " + failed.getMessage());
            return 1;
        }
        throw failed;
    }
}
