package io.twinmesh.adapters.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh upgrade}: starts a sidecar with the options of a running one, which then hands everything over. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replaces a running sidecar by a new process: its listeners, connections, calls in flight and counters go over.",
            "The new one is started with the options of the old one, where that one's output goes. Until its probation",
            "is over it can hand everything back: on --back, on SIGTERM, when it finds a fault of its own, or when more",
            "calls end badly than before (options probation-margin and probation-min-calls)."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the new process serves", "1:the old one goes on", "2:wrong command line, or no such sidecar"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mesh upgrade --id cart                       the same version, a new process",
            "  mesh upgrade --id cart --to /opt/mesh-0.3    another distribution",
            "  mesh upgrade --id cart --back                take it back while that is possible",
            "  mesh upgrade --id cart --show                only say how it is"
        })
final class UpgradeCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 500; // each question is work for the sidecars, too
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    @Option(names = "--id", required = true, paramLabel = "ID", description = "The sidecar, as its --id names it.")
    @Nullable String id;

    @Option(
            names = "--to",
            paramLabel = "DIST",
            description = "Directory of the distribution to change to (default: the one of this command).")
    @Nullable Path distribution;

    @Option(
            names = "--probation",
            paramLabel = "MS",
            description =
                    "How long the new process can hand everything back (default: as the old one was told, or 3000).")
    @Nullable Integer probation;

    @Option(names = "--back", description = "Have the new process hand everything back.")
    boolean back;

    @Option(names = "--show", description = "Say which process serves, and how the last upgrade went.")
    boolean show;

    @Option(names = "--run-dir", paramLabel = "DIR", description = "As the sidecar was told.")
    @Nullable Path runDirectory;

    @Option(names = "--json", description = "Print a JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        RunningSidecar sidecar = new RunningSidecar(Objects.requireNonNull(id), runDirectory);
        if (show) {
            tell(sidecar.situation());
            return ExitCode.OK;
        }
        return back ? takeBack(sidecar) : upgrade(sidecar);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private void say(String line) {
        Objects.requireNonNull(spec).commandLine().getErr().println(line);
    }

    private void tell(Map<String, String> situation) {
        if (json) {
            out().println(Json.text(situation));
        } else {
            situation.forEach((name, value) -> out().println(name + ": " + value));
        }
        out().flush();
    }

    private int takeBack(RunningSidecar sidecar) throws InterruptedException {
        String refused = sidecar.back();
        if (!refused.isEmpty()) {
            throw CommandFailure.failed(refused);
        }
        while (!sidecar.situation().getOrDefault("state", "").equals("serving")) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        tell(sidecar.situation());
        return ExitCode.OK;
    }

    private int upgrade(RunningSidecar sidecar) throws Exception {
        Map<String, String> before = sidecar.situation();
        String old = before.getOrDefault("pid", "");
        Process fresh = start(old);
        say("process " + fresh.pid() + " started in the place of " + old);
        Map<String, String> now = follow(sidecar, fresh);
        tell(now);
        return now.getOrDefault("pid", "").equals(String.valueOf(fresh.pid())) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Waits until one of the two serves for good. */
    private Map<String, String> follow(RunningSidecar sidecar, Process fresh) throws InterruptedException {
        String said = "";
        long next = System.nanoTime() + SAY_NANOS;
        while (true) {
            boolean alive = fresh.isAlive();
            Map<String, String> now = sidecar.situation();
            boolean serves = now.getOrDefault("state", "").equals("serving");
            if (serves && (!alive || now.getOrDefault("pid", "").equals(String.valueOf(fresh.pid())))) {
                return now;
            }
            String state = now.getOrDefault("state", "");
            if (!state.equals(said) || System.nanoTime() > next) {
                said = state;
                next = System.nanoTime() + SAY_NANOS;
                say(state.equals("serving") ? "the new process gets ready" : state);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private Process start(String old) throws java.io.IOException {
        List<String> command = new ArrayList<>(List.of("setsid", launcher().toString(), "sidecar"));
        command.addAll(arguments(RunningSidecar.arguments(old), probation));
        return new ProcessBuilder(command)
                .directory(Path.of("/proc", old, "cwd").toRealPath().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(like(old, 1))
                .redirectError(like(old, 2))
                .start();
    }

    /** Those of the old process, with another probation if one is asked for. */
    static List<String> arguments(List<String> old, @Nullable Integer probation) {
        List<String> arguments = new ArrayList<>(old);
        if (probation != null) {
            arguments.removeIf(word -> word.startsWith("--probation="));
            int before = arguments.indexOf("--probation");
            if (before >= 0) {
                arguments.subList(before, before + 2).clear();
            }
            arguments.addAll(List.of("--probation", probation.toString()));
        }
        return arguments;
    }

    private Path launcher() {
        Path home = distribution == null ? Path.of(System.getProperty("twinmesh.home", ".")) : distribution;
        Path launcher = home.resolve("bin").resolve("mesh").toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            throw CommandFailure.unknown("--to", home.toString(), "a distribution with bin/mesh");
        }
        return launcher;
    }

    /** Where the old process writes; a file it opened itself cannot be asked for twice, so it is added to. */
    private static ProcessBuilder.Redirect like(String pid, int descriptor) {
        Path path = Path.of("/proc", pid, "fd", String.valueOf(descriptor));
        return Files.isWritable(path)
                ? ProcessBuilder.Redirect.appendTo(path.toFile())
                : ProcessBuilder.Redirect.DISCARD;
    }
}
