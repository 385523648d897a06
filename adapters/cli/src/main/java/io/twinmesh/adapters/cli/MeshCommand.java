package io.twinmesh.adapters.cli;

import io.twinmesh.adapters.cli.demo.DemoCommand;
import io.twinmesh.adapters.cli.intercept.InterceptCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a subcommand: says what there is. */
@Command(
        name = "mesh",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = "One policy kernel for RPC traffic: in a sidecar beside the application, or inside it.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mesh demo --quick                               see it work, in about half a minute",
            "  mesh analyze rules/                             check a directory of rules",
            "  mesh explain --rules rules/ --application cart \\",
            "      --service com.acme.Trade --method buy       say where a call would go, and why",
            "  mesh sidecar --rules rules/ --application cart \\",
            "      --outbound [::1]:15001                      run a sidecar",
            "  mesh status --admin [::1]:15000                 ask a running sidecar",
            "  mesh intercept show --outbound-port 15001       see the rules that catch an application's connections",
            "  mesh upgrade --id ID                            replace a running sidecar, losing nothing",
            "",
            "Every command has a --help of its own."
        })
final class MeshCommand implements Runnable {

    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Spec
    @Nullable CommandSpec spec;

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("sidecar", SidecarCommand::new);
        commands.put("upgrade", UpgradeCommand::new);
        commands.put("analyze", AnalyzeCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("intercept", InterceptCommand::new);
        return commands;
    }

    /** The parser for these arguments. Only the subcommand that is asked for is built: a sidecar must not wait for the others. */
    static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new MeshCommand());
        Supplier<Object> asked = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (asked == null) {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        } else {
            line.addSubcommand(arguments[0], asked.get());
        }
        return line.setParameterExceptionHandler(new OneLineErrors())
                .setExecutionExceptionHandler(new OneLineErrors())
                .setUsageHelpAutoWidth(false);
    }

    @Override
    public void run() {
        CommandSpec root = java.util.Objects.requireNonNull(spec, "spec");
        throw new CommandLine.ParameterException(
                root.commandLine(), "command: none (expected: one of " + String.join(", ", COMMANDS.keySet()) + ")");
    }
}
