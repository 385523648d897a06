package io.twinmesh.adapters.cli.demo;

import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.api.Internal;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh demo}: real Dubbo calls through both backends, by the same rule files. */
@Internal(since = "0.1")
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows real Dubbo calls through the sidecar, then in process, by the same rule files.",
            "Starts providers, consumers and sidecars as processes of their own on free ports of this machine, ends them,",
            "and puts expected beside observed for both backends."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything as expected, for both backends",
            "1:something differs",
            "2:wrong command line, or not a machine for this scenario"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mesh demo                      about half a minute for each backend",
            "  mesh demo --quick              about ten seconds for each backend",
            "  mesh demo --scenario limit     only the Sentinel limit",
            "  mesh demo --scenario upgrade   a sidecar replaced under load",
            "  mesh demo --scenario intercept unchanged applications, by kernel rules (root)"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final List<String> PROTOCOLS = List.of("dubbo");

    @Option(names = "--quick", description = "Fewer calls.")
    boolean quick;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description =
                    "Only this: method, argument, attachment, caller, weight, dubbo27, limit or change; or, beside them,"
                            + " upgrade: a sidecar is replaced under load, and what callers noticed is counted; or"
                            + " intercept: connections of unchanged applications go through a sidecar by rules of the"
                            + " kernel, in network namespaces of the demo's own (needs " + InterceptNeeds.ALL + ").")
    @Nullable String scenario;

    @Option(
            names = "--upgrades",
            paramLabel = "N",
            description = "Scenario upgrade: how often (default: 5, or 2 if quick).")
    @Nullable Integer upgrades;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "2000",
            description = "Scenario upgrade: calls per second over 200 connections (default: ${DEFAULT-VALUE}).")
    int rate = 2000;

    @Option(
            names = "--difficult",
            description =
                    "Scenario upgrade: also calls of 10 s (2 s if quick), requests in two parts, clients that do not read.")
    boolean difficult;

    @Option(names = "--protocol", paramLabel = "NAME", description = "The protocol of the calls: dubbo.")
    @Nullable String protocol;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (protocol != null && !PROTOCOLS.contains(protocol)) {
            throw CommandFailure.unknown("--protocol", protocol, "one of " + String.join(", ", PROTOCOLS));
        }
        if ("upgrade".equals(scenario)) {
            UpgradeLoad load = UpgradeLoad.of(upgrades == null ? quick ? 2 : 5 : upgrades, rate, quick, difficult);
            return new UpgradeShow(DemoHome.find(), load, out()).play() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        if ("intercept".equals(scenario)) {
            return new InterceptShow(DemoHome.find(), quick, out()).play() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        List<Scenario> scenarios = scenarios();
        DemoRun run = new DemoRun(DemoHome.find(), quick, out());
        return run.play(scenarios) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private List<Scenario> scenarios() {
        String asked = scenario;
        if (asked == null) {
            return List.of(Scenario.values());
        }
        return Arrays.stream(Scenario.values())
                .filter(known -> known.word().equals(asked))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> CommandFailure.unknown(
                        "--scenario", asked, "one of " + Scenario.words() + ", upgrade, intercept"));
    }
}
