package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.intercept.Interception;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh intercept remove}: takes every rule of ours away. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = {
            "Removes every rule that 'apply' installed, whatever its options were, and nothing else.",
            "Connections that are caught at that moment are cut: let the sidecar drain first."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:removed, or there was none", "1:failed, nothing changed", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {"  mesh intercept remove"})
final class RemoveCommand implements Callable<Integer> {

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        boolean removed = Machine.ask(Interception::remove);
        Objects.requireNonNull(spec).commandLine().getOut().println(removed ? "removed" : "nothing to remove");
        return ExitCode.OK;
    }
}
