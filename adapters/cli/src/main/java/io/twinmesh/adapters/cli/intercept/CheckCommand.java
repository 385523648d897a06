package io.twinmesh.adapters.cli.intercept;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh intercept check}: everything known to break interception, looked for on this machine. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Looks for everything known to break interception: one line for each check, and what to do. Changes nothing.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:no check failed", "1:a check failed", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  mesh intercept check --uid 1337 --outbound-port 15001",
            "  mesh intercept check --outbound-port 15001 --json | jq '.checks[] | select(.level == \"fail\")'"
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    RuleOptions options = new RuleOptions();

    @Option(names = "--json", description = "Print a JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return Machine.ask(machine -> {
            Findings findings = new Findings(machine.check(options.config(machine)));
            findings.print(Objects.requireNonNull(spec).commandLine().getOut(), json);
            return findings.failed().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        });
    }
}
