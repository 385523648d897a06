package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinmesh.api.Direction;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.routing.Explanation;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.core.OpenKernel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh explain}: one decision, stage by stage, by rules on disk or by a running sidecar. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says where a call would go, and why: which rule, which subset, which endpoint,",
            "and for every rule passed over the first condition that did not match. Counts nothing, sends nothing."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the call would go through",
            "1:the call would be rejected, or there are no valid rules",
            "2:wrong command line, or a service that the rules do not know"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  By the rules in a directory, as the application 'cart' would see them:",
            "    mesh explain --rules rules/ --application cart --service com.acme.Trade --method buy \\",
            "        --types java.lang.Long,java.lang.String --arg 7 --arg vip-1 --attachment tag=gray",
            "  By what a running sidecar has in force:",
            "    mesh explain --admin [::1]:15000 --service com.acme.Trade --method buy"
        })
final class ExplainCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    @Nullable Source source;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "explain",
            description = "The local application, with --rules.")
    String application = "explain";

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A label of the local workload, with --rules. Can be given more than once.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Mixin
    RequestOptions request = new RequestOptions();

    @Option(names = "--inbound", description = "A call that comes in, not one that goes out.")
    boolean inbound;

    @Option(names = "--json", description = "Print a JSON document.")
    boolean json;

    @Spec
    @Nullable CommandSpec spec;

    /** Who is asked. */
    static final class Source {

        @Option(
                names = "--rules",
                required = true,
                paramLabel = "DIR",
                description = "Ask the rules in this directory.")
        @Nullable Path rules;

        @Option(
                names = "--admin",
                required = true,
                paramLabel = "ADDR:PORT",
                description = "Ask the sidecar whose admin port this is.")
        @Nullable String admin;
    }

    @Override
    public Integer call() {
        Source asked = Objects.requireNonNull(source);
        RpcRequest described = request.request();
        return asked.admin == null
                ? offline(Objects.requireNonNull(asked.rules), described)
                : remote(new AdminClient(asked.admin));
    }

    private Direction direction() {
        return inbound ? Direction.INBOUND : Direction.OUTBOUND;
    }

    private int remote(AdminClient client) {
        return tell(RemoteExplanation.of(client, request, direction()), () -> RemoteExplanation.clusters(client));
    }

    private int offline(Path rules, RpcRequest described) {
        RuleDirectories.check("--rules", rules);
        MeshConfig.Builder config = MeshConfig.builder(application).rules(rules);
        labels.forEach(config::label);
        try (OpenKernel open = OpenKernel.open(config.build())) {
            MeshStatus status = open.kernel().status();
            if (!status.ready()) {
                throw CommandFailure.failed(
                        rules + ": refused (expected: rules without errors); see 'mesh analyze " + rules + "'");
            }
            Explanation explanation = open.kernel().explain(direction(), described);
            return tell(
                    Json.parse(Json.text(ExplanationText.document(explanation))),
                    () -> status.clusters().stream().map(MeshStatus.ClusterStatus::name));
        }
    }

    /** Prints it, whoever explained. */
    private int tell(JsonNode explanation, Supplier<Stream<String>> clusters) {
        if (ExplanationText.isOfUnknownService(explanation)) {
            throw CommandFailure.unknown("--service", request.key().service(), "one of " + services(clusters.get()));
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(
                json
                        ? Json.text(explanation) + "\n"
                        : ExplanationText.text(request.key().toString(), direction(), explanation));
        out.flush();
        return ExplanationText.accepted(explanation) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String services(Stream<String> clusters) {
        return clusters.filter(name -> name.indexOf('|') < 0).sorted().collect(Collectors.joining(", "));
    }
}
