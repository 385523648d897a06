package io.twinmesh.adapters.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.twinmesh.api.Protocol;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.NumberMatch.Range;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.StringMatch.Kind;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.WeightedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other examples mean. */
class TranslationTest {

    private static final OutlierDetection OUTLIER = new OutlierDetection(3, Duration.ofSeconds(90), 50);

    @TempDir
    Path directory;

    @Test
    void serviceWithSeveralPortsAndHostsHasAClusterForEach() throws IOException {
        PolicySet policy = read("http.yaml");

        assertEquals(
                List.of("shop:80", "shop:20880", "shop.example.com:80", "shop.example.com:20880"),
                policy.clusters().stream().map(Cluster::name).toList());
        assertEquals(
                List.of(List.of("shop", "shop:80"), List.of("shop:20880")),
                policy.clusters().stream().limit(2).map(Cluster::services).toList());
    }

    @Test
    void endpointsTakeThePortOfTheirNameElseTheTargetPort() throws IOException {
        PolicySet policy = read("http.yaml");

        assertEquals(
                List.of(Endpoint.of("fd00::1", 18080), Endpoint.of("10.0.1.2", 8080)),
                policy.endpoints().get(0).endpoints());
        assertEquals(
                List.of(Endpoint.of("fd00::1", 20880), Endpoint.of("10.0.1.2", 20880)),
                policy.endpoints().get(1).endpoints());
        assertEquals(3, policy.endpoints().get(0).endpoints().get(0).weight());
    }

    @Test
    void subsetInheritsWhatItDoesNotSay() throws IOException {
        Cluster shop = read("http.yaml").clusters().get(0);
        HashKey user = new HashKey(Subject.HEADER, "x-user", -1);

        assertEquals(new TrafficPolicy(LbPolicy.LEAST_REQUEST, null, 100, OUTLIER), shop.policy());
        assertEquals(
                List.of(
                        new TrafficPolicy(LbPolicy.CONSISTENT_HASH, user, 100, OUTLIER),
                        new TrafficPolicy(LbPolicy.RANDOM, null, 100, OUTLIER)),
                shop.subsets().stream().map(Subset::policy).toList());
    }

    @Test
    void httpMatchBecomesConditionsOnPathHeadersQueryAndPort() throws IOException {
        Route mobile = read("http.yaml").virtualHosts().get(0).routes().get(0);

        assertEquals("shop/mobile", mobile.id());
        assertEquals(
                List.of(
                        new Condition(
                                Subject.PATH,
                                "",
                                -1,
                                new StringMatch(Kind.PREFIX, "/Cart", true),
                                false,
                                "match[0].uri"),
                        header(":scheme", StringMatch.exact("http"), "scheme"),
                        header(":method", StringMatch.of(Kind.REGEX, "GET|POST"), "method"),
                        header(":authority", StringMatch.exact("shop:80"), "authority"),
                        header("x-user", StringMatch.of(Kind.PREFIX, "a"), "headers.X-User"),
                        header("x-any", StringMatch.present(), "headers.x-any"),
                        header("x-none", StringMatch.present(), "headers.x-none"),
                        header("x-star", StringMatch.present(), "headers.x-star"),
                        header("x-debug", StringMatch.exact("1"), "withoutHeaders.x-debug")
                                .not(),
                        Condition.keyed(Subject.QUERY, "page", StringMatch.exact("2"), "match[0].queryParams.page"),
                        Condition.of(Subject.PORT, NumberMatch.exact(80), "match[0].port"),
                        Condition.keyed(
                                Subject.SOURCE_LABEL, "env", StringMatch.exact("gray"), "match[0].sourceLabels.env")),
                mobile.matches().get(0).conditions());
        assertEquals(
                List.of(new WeightedCluster("shop:80", "v1", 90), new WeightedCluster("shop:80", "v2", 10)),
                mobile.clusters());
    }

    @Test
    void routesWithoutANameAreNumberedByKind() throws IOException {
        List<Route> routes = read("http.yaml").virtualHosts().get(0).routes();

        assertEquals(
                List.of("shop/mobile", "shop/http[1]", "shop/tcp[0]"),
                routes.stream().map(Route::id).toList());
        assertEquals(
                List.of(Protocol.HTTP, Protocol.HTTP, Protocol.TCP),
                routes.stream().map(Route::protocol).toList());
        assertEquals(
                List.of(new WeightedCluster("shop.example.com:20880", null, 100)),
                routes.get(2).clusters());
    }

    @Test
    void workloadEntriesAreSelectedByLabelsOfSpecAndMetadata() throws IOException {
        List<Endpoint> endpoints = read("workloads.yml").endpoints().get(0).endpoints();

        assertEquals(List.of(Endpoint.of("10.0.2.1", 20990)), endpoints);
        assertEquals(Map.of("app", "stock", "version", "v1"), endpoints.get(0).labels());
    }

    @Test
    void callsCanBeKeptTogetherByAttachmentArgumentOrHeader() throws IOException {
        PolicySet policy = read("workloads.yml");
        Cluster stock = policy.clusters().get(0);

        assertEquals(new HashKey(Subject.ARGUMENT, "", 0), stock.policy().hashKey());
        TrafficPolicy v1 = stock.subsets().get(0).policy();
        assertNotNull(v1);
        assertEquals(new HashKey(Subject.ATTACHMENT, "user", -1), v1.hashKey());
        assertEquals(
                List.of(
                        new HashKey(Subject.ATTACHMENT, "user", -1),
                        new HashKey(Subject.ARGUMENT, "", 1),
                        new HashKey(Subject.HEADER, "x-user", -1)),
                policy.virtualHosts().get(0).routes().stream()
                        .map(Route::stickyBy)
                        .toList());
    }

    @Test
    void argumentsMatchByTypeAndRange() throws IOException {
        Route first = read("workloads.yml").virtualHosts().get(0).routes().get(0);

        assertEquals(
                Condition.indexed(Subject.ARGUMENT, 3, new BooleanMatch(true), "match[0].args[0]"),
                first.matches().get(0).conditions().get(1));
        assertEquals(
                Condition.indexed(
                        Subject.ARGUMENT,
                        0,
                        new NumberMatch(List.of(new Range(-5, -5), new Range(-3, 7)), 0),
                        "match[1].args[0]"),
                first.matches().get(1).conditions().get(2));
    }

    private static Condition header(String name, StringMatch match, String path) {
        return Condition.keyed(Subject.HEADER, name, match, "match[0]." + path);
    }

    private PolicySet read(String name) throws IOException {
        Path example = Example.good().stream()
                .filter(file -> file.endsWith(name))
                .findFirst()
                .orElseThrow();
        Files.copy(example, directory.resolve(name));
        return RuleDirectory.read(directory).policy();
    }
}
