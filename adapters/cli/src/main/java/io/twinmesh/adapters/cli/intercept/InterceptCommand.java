package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.api.Internal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh intercept} without a subcommand: says what there is. */
@Internal(since = "0.2")
@Command(
        name = "intercept",
        mixinStandardHelpOptions = true,
        description = {
            "Hands the TCP connections of an application to its sidecar, without a change to the application.",
            "The packet filter of the kernel does it (TPROXY in the mangle table), without connection tracking. There is one",
            "set of rules in each network namespace."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ShowCommand.class,
            CheckCommand.class,
            ApplyCommand.class,
            RemoveCommand.class,
            GuardCommand.class
        },
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  The sidecar runs as user 1337 and listens on 15001; calls to ports 20880 to 20889 are to go through it:",
            "    mesh intercept show  --uid 1337 --outbound-port 15001 --outbound 20880-20889",
            "    mesh intercept check --uid 1337 --outbound-port 15001 --outbound 20880-20889",
            "    mesh intercept apply --uid 1337 --outbound-port 15001 --outbound 20880-20889",
            "    mesh intercept remove",
            "  The same, but only while the sidecar 'cart' answers:",
            "    mesh intercept guard --id cart --uid 1337 --outbound-port 15001 --outbound 20880-20889"
        })
public final class InterceptCommand implements Runnable {

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec, "spec").commandLine();
        throw new CommandLine.ParameterException(
                line,
                "command: none (expected: one of "
                        + String.join(", ", line.getSubcommands().keySet()) + ")");
    }
}
