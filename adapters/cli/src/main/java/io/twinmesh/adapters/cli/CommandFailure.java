package io.twinmesh.adapters.cli;

import io.twinmesh.api.Internal;
import picocli.CommandLine.ExitCode;

/** Ends a command with one line for its user and an exit status. */
@Internal(since = "0.1")
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private CommandFailure(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Something was named that does not exist: exit status 2. */
    public static CommandFailure unknown(String subject, String value, String expected) {
        return new CommandFailure(ExitCode.USAGE, subject + ": " + value + " (expected: " + expected + ")");
    }

    /** It was asked rightly and could not be done: exit status 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.SOFTWARE, message);
    }

    int status() {
        return status;
    }
}
