package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.intercept.Interception;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.adapters.intercept.model.Tool;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh intercept apply}: installs the rules, or replaces those that are there. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Installs the rules, all of them or none. Applied again they are the same; with other options they are replaced.",
            "First it checks the host as 'check' does, and refuses if a check fails."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:installed", "1:refused or failed, nothing changed", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  Calls of every application to ports 20880 to 20889 go through the sidecar, which runs as user 1337:",
            "    mesh intercept apply --uid 1337 --outbound-port 15001 --outbound 20880-20889",
            "  Only the application of user 1001 is caught, everything it opens but databases; the sidecar marks its own:",
            "    mesh intercept apply --application-uid 1001 --outbound-port 15001 --exclude-outbound 3306,6379",
            "  Calls to the application on port 20880, too:",
            "    mesh intercept apply --uid 1337 --outbound-port 15001 --inbound-port 15006 --inbound 20880"
        })
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    RuleOptions options = new RuleOptions();

    @Option(
            names = "--ignore",
            paramLabel = "CHECK",
            split = ",",
            description = "A check of 'mesh intercept check' that may fail. Can be given more than once.")
    List<String> ignored = new ArrayList<>();

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Tool tool = Machine.ask(this::apply);
        Objects.requireNonNull(spec).commandLine().getOut().println("installed with " + tool.word());
        return ExitCode.OK;
    }

    private Tool apply(Interception machine) {
        InterceptConfig config = options.config(machine);
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        new Findings(machine.check(config)).refuse(ignored, err);
        return machine.apply(config);
    }
}
