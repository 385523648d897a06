package io.twinmesh.adapters.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh config}: the whole configuration a running sidecar has in force. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints what a running sidecar has in force, with versions.",
        footerHeading = "%nExamples:%n",
        footer = {"  mesh config --admin [::1]:15000", "  mesh config --admin [::1]:15000 --json | jq .version"})
final class ConfigCommand implements Callable<Integer> {

    @Option(
            names = "--admin",
            paramLabel = "ADDR:PORT",
            defaultValue = AdminClient.USUAL,
            description = "Admin port of the sidecar (default: ${DEFAULT-VALUE}).")
    String admin = AdminClient.USUAL;

    @Option(names = "--json", description = "Print a JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        String page = new AdminClient(admin).page("/config");
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(page.strip());
        } else {
            new JsonTable(out).print("", Json.parse(page));
        }
        return ExitCode.OK;
    }
}
