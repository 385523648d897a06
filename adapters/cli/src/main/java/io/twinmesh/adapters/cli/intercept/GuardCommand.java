package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.intercept.Guard;
import io.twinmesh.adapters.intercept.Interception;
import io.twinmesh.adapters.intercept.model.GuardConfig;
import io.twinmesh.adapters.intercept.model.InterceptConfig;
import io.twinmesh.api.Direction;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.upgrade.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh intercept guard}: the rules are in force while a sidecar answers, and only then. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Installs the rules once the sidecar with this id answers, removes them when it does not, and puts them back when it",
            "is back: callers of a sidecar that died would hang. Runs until SIGTERM, and removes the rules then.",
            "An upgrade of the sidecar changes no rules."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:ended by SIGTERM, rules removed", "1:refused or failed", "2:wrong command line"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  mesh intercept guard --id cart --uid 1337 --outbound-port 15001 --outbound 20880-20889",
            "  Calls to the application fail while its sidecar is dead; calls of the application go direct:",
            "    mesh intercept guard --id cart --outbound-port 15001 --inbound-port 15006 --inbound 20880 \\",
            "        --fail outbound=open,inbound=closed"
        })
final class GuardCommand implements Callable<Integer> {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    @Option(names = "--id", required = true, paramLabel = "ID", description = "The sidecar's --id.")
    String id = "";

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "The sidecar's option run-dir (default: that of a sidecar of this user).")
    @Nullable Path runDirectory;

    @Option(
            names = "--fail",
            paramLabel = "HOW",
            description = {
                "What becomes of calls while no sidecar answers: open (they go direct), closed (they fail), or for each",
                "direction, as outbound=open,inbound=closed (default: ${DEFAULT-VALUE})."
            })
    String fail = "open";

    @Option(
            names = "--open-after-ms",
            paramLabel = "N",
            description = {
                "Silence after which a process that is there counts as none (default: ${DEFAULT-VALUE}). One that has ended",
                "is noticed after 300 ms."
            })
    int openAfterMillis = GuardConfig.USUAL_OPEN_AFTER_MILLIS;

    @Option(
            names = "--ignore",
            paramLabel = "CHECK",
            split = ",",
            description = "A check of 'mesh intercept check' that may fail. Can be given more than once.")
    List<String> ignored = new ArrayList<>();

    @Mixin
    RuleOptions options = new RuleOptions();

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return Machine.ask(this::guard);
    }

    private Integer guard(Interception machine) {
        InterceptConfig rules = options.config(machine);
        GuardConfig config = new GuardConfig(rules, socket(runDirectory, id), closed(rules), openAfterMillis);
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        new Findings(machine.checkHost(config.rules())).refuse(ignored, err);
        try {
            return run(machine.guard(config, line -> err.println("guard '" + id + "': " + line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket of the sidecar with this id. */
    private static Path socket(@Nullable Path runDirectory, String id) {
        if (!id.matches(ID)) {
            throw new MeshConfigurationException(
                    "--id", id, "1 to 63 letters, digits, dots, dashes or underscores, a letter or digit first");
        }
        return RunDirectory.of(runDirectory).resolve(id).resolve("alive.sock");
    }

    private static int run(Guard guard) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(guard), "twinmesh-shutdown"));
        return status(guard.run());
    }

    private static int status(boolean removed) {
        return removed ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** A signal would make the status 143: a guard that took its rules away says 0. This runs, too, when a guard that failed ends the command. */
    private static void end(Guard guard) {
        try {
            Runtime.getRuntime().halt(status(guard.stop()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Direction> closed(InterceptConfig rules) {
        Set<Direction> closed = EnumSet.noneOf(Direction.class);
        for (String word : fail.split(",", -1)) {
            FailWord.of(word).addTo(closed);
        }
        closed.retainAll(rules.directions());
        return closed;
    }
}
