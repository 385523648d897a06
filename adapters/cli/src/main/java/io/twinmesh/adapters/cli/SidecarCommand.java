package io.twinmesh.adapters.cli;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.config.MeshConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh sidecar}: backend {@code proxy} in the role of a sidecar, until it is told to end. */
@Command(
        name = "sidecar",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a sidecar proxy.",
            "Prints one line 'ready' on standard output once it takes traffic, logs to standard error, and exits 0",
            "on SIGTERM after the calls in flight have ended. Without valid rules it waits, not ready, and says why."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Calls of the application 'cart' go out through [::1]:15001:",
            "    mesh sidecar --rules rules/ --application cart --outbound [::1]:15001 --admin [::1]:15000",
            "  Calls to the application 'trade', which listens on port 20880, come in through port 15006:",
            "    mesh sidecar --rules rules/ --application trade --inbound 0.0.0.0:15006=[::1]:20880",
            "  Calls of the application 'cart' that 'mesh intercept' sends here, whoever they are meant for:",
            "    mesh sidecar --rules rules/ --application cart --outbound [::]:15001 --outbound-mode transparent",
            "  Started twice with the same --id, the second takes over from the first, which then ends."
        })
final class SidecarCommand implements Callable<Integer> {

    @Option(
            names = "--rules",
            required = true,
            paramLabel = "DIR",
            description = "Directory of rule documents; watched while the sidecar runs.")
    @Nullable Path rules;

    @Option(
            names = "--application",
            required = true,
            paramLabel = "NAME",
            description =
                    "The application beside it: the caller of outbound calls, the name its Sentinel files begin with.")
    @Nullable String application;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description =
                    "Names this sidecar among others on the machine. A running sidecar with the same id hands everything over"
                            + " to this one: an upgrade.")
    @Nullable String id;

    @Option(
            names = "--probation",
            paramLabel = "MS",
            description = "How long this one can hand everything back to the one it took it from (default: 3000).")
    @Nullable Integer probation;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description =
                    "Where the sockets of upgrades are (default: /run/twinmesh, or below the directory of temporary files"
                            + " where the user is not root).")
    @Nullable Path runDirectory;

    @Option(names = "--outbound", paramLabel = "ADDR:PORT", description = "Where the application sends its calls.")
    @Nullable String outbound;

    @Option(
            names = "--inbound",
            paramLabel = "ADDR:PORT[=APP_ADDR:APP_PORT]",
            description = "Where calls come in, and the application's own address. Can be given more than once.")
    List<String> inbound = new ArrayList<>();

    @Option(
            names = "--outbound-mode",
            paramLabel = "explicit|transparent",
            description = "Whether applications connect to the outbound listener, or are intercepted (TPROXY).")
    @Nullable String outboundMode;

    @Option(
            names = "--inbound-mode",
            paramLabel = "explicit|transparent",
            description = "The same for inbound listeners; in mode transparent they are given as ADDR:PORT alone.")
    @Nullable String inboundMode;

    @Option(
            names = "--unmatched",
            paramLabel = "pass|refuse",
            description = "Outbound calls that no rule is for: passed to where they were meant to go, or refused.")
    @Nullable String unmatched;

    @Option(
            names = "--preserve-client-address",
            description = "Applications see intercepted inbound connections come from the client's own address.")
    boolean preserveClientAddress;

    @Option(
            names = "--mark",
            paramLabel = "N",
            description = "SO_MARK of the sidecar's sockets; 2 if a mode is transparent, otherwise none.")
    @Nullable Integer mark;

    @Option(
            names = "--keep-mark",
            paramLabel = "N",
            description = "SO_MARK of those with a client's address, the same as of 'mesh intercept' (default: 3).")
    @Nullable Integer keepMark;

    @Option(
            names = "--admin",
            paramLabel = "ADDR:PORT",
            description = "Where programs ask /ready /config /clusters /stats /explain /rules; nowhere if not given."
                    + " 'mesh status' and 'mesh config' ask at " + AdminClient.USUAL + " unless told otherwise.")
    @Nullable String admin;

    @Option(names = "--metrics", paramLabel = "ADDR:PORT", description = "Where Prometheus scrapes /metrics.")
    @Nullable String metrics;

    @Option(names = "--workers", paramLabel = "N", description = "Event loops; one per core if not given.")
    @Nullable Integer workers;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A label of this workload, as 'sourceLabels' matches it. Can be given more than once.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "A further option of the kernel or the backend. Can be given more than once.")
    Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--parent", hidden = true, description = "Ends as if on SIGTERM when this process is gone.")
    @Nullable Long parent;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        return run(line.getOut(), line.getErr());
    }

    int run(PrintWriter out, PrintWriter err) throws InterruptedException {
        RuleDirectories.check("--rules", Objects.requireNonNull(rules));
        try (Mesh mesh = Mesh.open(config())) {
            SidecarProcess process = new SidecarProcess(mesh, out, err);
            if (parent != null) {
                process.endWith(parent);
            }
            return process.run();
        }
    }

    MeshConfig config() {
        MeshConfig.Builder config = MeshConfig.builder(Objects.requireNonNull(application))
                .backend("proxy")
                .rules(Objects.requireNonNull(rules))
                .option("role", "sidecar");
        labels.forEach(config::label);
        options.forEach(config::option);
        set(config, "id", id);
        set(config, "probation-ms", probation);
        set(config, "run-dir", runDirectory);
        set(config, "outbound", outbound);
        set(config, "inbound", inbound.isEmpty() ? null : String.join(",", inbound));
        set(config, "outbound-mode", outboundMode);
        set(config, "inbound-mode", inboundMode);
        set(config, "unmatched", unmatched);
        set(config, "preserve-client-address", preserveClientAddress ? "true" : null);
        set(config, "mark", mark);
        set(config, "keep-mark", keepMark);
        set(config, "admin", admin);
        set(config, "metrics", metrics);
        set(config, "workers", workers);
        return config.build();
    }

    private static void set(MeshConfig.Builder config, String name, @Nullable Object value) {
        if (value != null) {
            config.option(name, value.toString());
        }
    }
}
