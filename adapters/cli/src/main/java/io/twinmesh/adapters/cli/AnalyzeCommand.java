package io.twinmesh.adapters.cli;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.config.Problem.Severity;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.routing.RuleStatus;
import io.twinmesh.core.OpenKernel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh analyze}: every problem of a rule directory, as a mesh that reads it would find them. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a directory of rules and lists every problem.",
            "Reads, compiles and prepares the rules as a mesh does; nothing is put in force."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no errors: a mesh would take these rules",
            "1:errors: a mesh would refuse them and keep the version before",
            "2:wrong command line"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  mesh analyze rules/", "  mesh analyze --json rules/ | jq '.problems[].code'"})
final class AnalyzeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            description = "Directory of VirtualService, DestinationRule, ... and Sentinel rule files.")
    @Nullable Path directory;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "analyze",
            description = "Check as this application would: Sentinel rules of others are idle for it.")
    String application = "analyze";

    @Option(names = "--json", description = "Print a JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Path rules = Objects.requireNonNull(directory);
        RuleDirectories.check("directory", rules);
        try (OpenKernel open = OpenKernel.open(MeshConfig.of(application, rules))) {
            MeshStatus status = open.kernel().status();
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            if (json) {
                out.println(Json.text(document(rules, status)));
            } else {
                print(rules, status, out);
            }
            return valid(status) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static boolean valid(MeshStatus status) {
        return status.ready() && status.problems().stream().noneMatch(Problem::isError);
    }

    private static Map<String, Object> document(Path rules, MeshStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directory", rules.toString());
        document.put("valid", valid(status));
        document.put("version", status.version());
        document.put(
                "problems", status.problems().stream().map(ProblemText::fields).toList());
        document.put("rules", status.rules().stream().map(StatusText::fields).toList());
        return document;
    }

    private static void print(Path rules, MeshStatus status, PrintWriter out) {
        status.problems().forEach(problem -> out.println(ProblemText.line(problem)));
        status.rules().stream()
                .filter(rule -> rule.state() != RuleStatus.State.ACTIVE)
                .forEach(rule -> out.println("note: " + StatusText.line(rule)));
        out.println(summary(rules, status));
    }

    private static String summary(Path rules, MeshStatus status) {
        List<Problem> problems = status.problems();
        return rules + ": " + (valid(status) ? "valid" : "refused") + ", "
                + status.rules().size() + " rules, "
                + count(problems, Severity.ERROR) + " errors, " + count(problems, Severity.WARNING) + " warnings, "
                + count(problems, Severity.UNSUPPORTED) + " unsupported";
    }

    private static long count(List<Problem> problems, Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }
}
