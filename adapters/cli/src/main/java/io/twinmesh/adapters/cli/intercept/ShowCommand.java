package io.twinmesh.adapters.cli.intercept;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh intercept show}: the commands that {@code apply} would run. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints what 'apply' would do on a host without rules of ours: every command, with its input.",
            "Changes nothing and needs no rights. A shell would take what it prints."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mesh intercept show --outbound-port 15001 --outbound 20880-20889",
            "  mesh intercept show --outbound-port 15001 --inbound-port 15006 --inbound 20880 --with iptables"
        })
final class ShowCommand implements Callable<Integer> {

    @Mixin
    RuleOptions options = new RuleOptions();

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        String text = Machine.ask(machine -> machine.show(options.config(machine)));
        Objects.requireNonNull(spec).commandLine().getOut().print(text);
        Objects.requireNonNull(spec).commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
