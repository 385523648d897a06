package io.twinmesh.adapters.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.StringMatch.Kind;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.model.WeightedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example by which the dialect is described, field for field. */
class SectionEightTest {

    private static final String FILE = "section8.yaml";

    @TempDir
    Path directory;

    private PolicySet policy;

    @BeforeEach
    void read() throws IOException {
        Path example = Example.good().stream()
                .filter(file -> file.endsWith(FILE))
                .findFirst()
                .orElseThrow();
        Files.copy(example, directory.resolve(FILE));
        policy = RuleDirectory.read(directory).policy();
    }

    @Test
    void serviceEntryAndDestinationRuleMakeOneClusterWithSubsets() {
        Subset v1 = new Subset("v1", Map.of("version", "v1"), null);
        Subset v2 = new Subset("v2", Map.of("version", "v2"), null);

        assertEquals(
                List.of(new Cluster(
                        "com.acme.Trade",
                        List.of("com.acme.Trade"),
                        TrafficPolicy.NONE,
                        List.of(v1, v2),
                        new Origin(FILE, "ServiceEntry/trade"))),
                policy.clusters());
    }

    @Test
    void endpointsHaveAddressPortLabelsAndWeight() {
        assertEquals(1, policy.endpoints().size());
        assertEquals("com.acme.Trade", policy.endpoints().get(0).cluster());
        List<Endpoint> endpoints = policy.endpoints().get(0).endpoints();

        assertEquals(List.of(Endpoint.of("10.0.0.1", 20880), Endpoint.of("10.0.0.2", 20880)), endpoints);
        assertEquals(
                List.of(Map.of("version", "v1"), Map.of("version", "v2")),
                endpoints.stream().map(Endpoint::labels).toList());
        assertEquals(List.of(1, 1), endpoints.stream().map(Endpoint::weight).toList());
    }

    @Test
    void virtualServiceMakesRoutesInOrder() {
        Origin origin = new Origin(FILE, "VirtualService/trade");
        Route buyers = new Route(
                "trade/vip-buyers",
                Protocol.RPC,
                List.of(new RouteMatch(conditions())),
                List.of(
                        new WeightedCluster("com.acme.Trade", "v2", 80),
                        new WeightedCluster("com.acme.Trade", "v1", 20)),
                null,
                origin);
        Route rest = new Route(
                "trade/rest",
                Protocol.RPC,
                List.of(),
                List.of(new WeightedCluster("com.acme.Trade", "v1", 100)),
                null,
                origin);

        assertEquals(
                List.of(new VirtualHost(origin, List.of("com.acme.Trade"), List.of(buyers, rest))),
                policy.virtualHosts());
    }

    private static List<Condition> conditions() {
        NumberMatch ranges = new NumberMatch(List.of(new Range(0, 99), new Range(200, 200)), 1000);
        return List.of(
                Condition.of(Subject.METHOD, StringMatch.exact("buy"), "match[0].method"),
                Condition.of(Subject.ARGUMENT_COUNT, NumberMatch.exact(2), "match[0].argc"),
                Condition.indexed(Subject.PARAMETER_TYPE, 0, StringMatch.exact("java.lang.Long"), "match[0].argp[0]"),
                Condition.indexed(Subject.PARAMETER_TYPE, 1, StringMatch.exact("java.lang.String"), "match[0].argp[1]"),
                Condition.indexed(Subject.ARGUMENT, 0, ranges, "match[0].args[0]"),
                Condition.indexed(Subject.ARGUMENT, 1, StringMatch.of(Kind.PREFIX, "vip"), "match[0].args[1]"),
                Condition.keyed(Subject.ATTACHMENT, "tag", StringMatch.exact("gray"), "match[0].attachments.tag"),
                Condition.keyed(
                                Subject.ATTACHMENT,
                                "dryRun",
                                StringMatch.present(),
                                "match[0].withoutAttachments.dryRun")
                        .not(),
                Condition.of(Subject.CALLER, StringMatch.exact("cart"), "match[0].sourceApplication"),
                Condition.keyed(Subject.SOURCE_LABEL, "env", StringMatch.exact("gray"), "match[0].sourceLabels.env"),
                Condition.of(Subject.GROUP, StringMatch.exact("g1"), "match[0].group"),
                Condition.of(Subject.VERSION, StringMatch.exact("1.0.0"), "match[0].version"));
    }
}
