package io.twinmesh.adapters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh status}: what a running sidecar has in force. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says whether a running sidecar takes traffic, by which rules, and how its endpoints are.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:it takes traffic", "1:it is not ready", "2:wrong command line, or no sidecar there"},
        footerHeading = "%nExamples:%n",
        footer = {"  mesh status --admin [::1]:15000", "  mesh status --admin [::1]:15000 --json | jq .ready"})
final class StatusCommand implements Callable<Integer> {

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
        AdminClient client = new AdminClient(admin);
        AdminClient.Answer ready = client.ask("/ready");
        Map<String, JsonNode> pages = new LinkedHashMap<>();
        pages.put("rules", Json.parse(client.page("/rules")));
        pages.put("clusters", Json.parse(client.page("/clusters")));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.text(document(ready, pages)));
        } else {
            out.println("sidecar at " + admin + ": "
                    + (ready.status() == 200
                            ? "ready"
                            : "not ready: " + ready.body().strip()));
            pages.forEach((name, page) -> new JsonTable(out).print(page.isArray() ? name : "", page));
        }
        return ready.status() == 200 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Map<String, Object> document(AdminClient.Answer ready, Map<String, JsonNode> pages) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ready", ready.status() == 200);
        document.putAll(pages);
        return document;
    }
}
