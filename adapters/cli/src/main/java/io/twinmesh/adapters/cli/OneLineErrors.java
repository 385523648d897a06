package io.twinmesh.adapters.cli;

import io.twinmesh.api.config.MeshConfigurationException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A wrong command line is one line on standard error and exit status 2; so is a configuration nothing can be opened with. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        CommandLine line = problem.getCommandLine();
        return refuse(line, lowered(String.valueOf(problem.getMessage())) + "; see '" + name(line) + " --help'");
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine line, ParseResult parsed) throws Exception {
        if (problem instanceof CommandFailure failure) {
            line.getErr().println(name(line) + ": " + failure.getMessage());
            return failure.status();
        }
        if (problem instanceof MeshConfigurationException) {
            return refuse(line, String.valueOf(problem.getMessage()));
        }
        throw problem;
    }

    private static int refuse(CommandLine line, String message) {
        line.getErr().println(name(line) + ": " + message.lines().findFirst().orElse(""));
        return ExitCode.USAGE;
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }

    private static String lowered(String message) {
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
