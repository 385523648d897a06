package io.twinmesh.core.kernel;

import static io.twinmesh.testkit.Policies.cluster;
import static io.twinmesh.testkit.Policies.route;
import static io.twinmesh.testkit.Policies.subset;
import static io.twinmesh.testkit.Policies.to;
import static io.twinmesh.testkit.Policies.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subject;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.api.throttling.Throttler;
import io.twinmesh.api.throttling.ThrottlerProvider;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyCheckTest {

    private static final String TRADE = "com.acme.Trade";

    private static Policies trade() {
        return Policies.version("1").service(cluster(TRADE, TrafficPolicy.NONE, subset("v1", "v1")));
    }

    private static List<String> lines(Policies policy) {
        return PolicyCheck.of(policy.build()).stream().map(Problem::line).toList();
    }

    private static List<String> weights(int... weights) {
        WeightedCluster[] clusters = new WeightedCluster[weights.length];
        for (int i = 0; i < weights.length; i++) {
            clusters[i] = new WeightedCluster(TRADE, null, weights[i]);
        }
        return lines(trade().routes(TRADE, route("r", List.of(), clusters)));
    }

    @Test
    void aGoodPolicyHasNoProblems() {
        assertEquals(List.of(), lines(trade().routes(TRADE, route("r", List.of(), to(TRADE, "v1", 1)))));
    }

    @Test
    void namesAreTheirOwn() {
        assertEquals(
                List.of("cluster: com.acme.Trade (expected: a name of its own) [TM0901]"),
                lines(trade().service(TRADE)));
        assertEquals(
                List.of("route: r (expected: an id of its own) [TM0903]"),
                lines(trade().routes(TRADE, route("r", List.of(), to(TRADE)), route("r", List.of(), to(TRADE)))));
    }

    @Test
    void aDestinationExists() {
        assertEquals(
                List.of("route r: com.acme.Trade|v9 (expected: a cluster and subset of the same policy) [TM0905]"),
                lines(trade().routes(TRADE, route("r", List.of(), to(TRADE, "v9", 1)))));
    }

    @Test
    void weightsCanBeDrawnBy() {
        assertEquals(List.of(), weights(Integer.MAX_VALUE - 1, 1));
        assertEquals(
                List.of("route r: weights sum to 0 (expected: at least one destination of weight over 0) [TM0904]"),
                weights(0, 0));
        assertEquals(
                List.of("route r: weights sum to 2147483648 (expected: a sum of at most 2147483647) [TM0904]"),
                weights(Integer.MAX_VALUE, 1));
        assertEquals(List.of("route r: com.acme.Trade -1 (expected: a weight of 0 or more) [TM0904]"), weights(5, -1));
    }

    @Test
    void expressionsCompile() {
        Condition bad = Condition.of(Subject.METHOD, StringMatch.of(StringMatch.Kind.REGEX, "b(uy"), "match[0].method");

        List<String> lines = lines(trade().routes(TRADE, route("r", when(bad), to(TRADE))));

        assertEquals(1, lines.size());
        assertEquals(
                "route r match[0].method: b(uy (expected: an RE2 expression: missing closing )) [TM0906]",
                lines.get(0));
    }

    private static List<String> outliers(OutlierDetection rule) {
        return lines(Policies.version("1")
                .service(cluster(TRADE, new TrafficPolicy(LbPolicy.RANDOM, null, 0, rule), subset("v1", "v1"))));
    }

    @Test
    void ejectionCanBeReckonedWith() {
        Duration century = Duration.ofDays(36_500);

        assertEquals(List.of(), outliers(new OutlierDetection(1, century, 0)));
        assertEquals(List.of(), outliers(new OutlierDetection(1, Duration.ZERO, 100)));
        assertEquals(
                List.of(
                        "cluster com.acme.Trade outlierDetection: 0 consecutive errors (expected: 1 or more) [TM0910]",
                        "cluster com.acme.Trade outlierDetection: base ejection time PT876000H0.000000001S"
                                + " (expected: 0 to 100 years (PT876000H)) [TM0910]",
                        "cluster com.acme.Trade outlierDetection: 101 percent (expected: 0 to 100) [TM0910]"),
                outliers(new OutlierDetection(0, century.plusNanos(1), 101)));
        assertEquals(
                2, outliers(new OutlierDetection(1, Duration.ofNanos(-1), -1)).size());
    }

    @Test
    void ejectionOfASubsetIsCheckedToo() {
        TrafficPolicy policy = new TrafficPolicy(
                LbPolicy.RANDOM, null, 0, new OutlierDetection(1, Duration.ofSeconds(Long.MAX_VALUE), 10));
        Subset subset = new Subset("v1", Map.of("version", "v1"), policy);

        assertEquals(
                List.of("TM0910"),
                PolicyCheck.of(Policies.version("1")
                                .service(cluster(TRADE, TrafficPolicy.NONE, subset))
                                .build())
                        .stream()
                        .map(Problem::code)
                        .toList());
    }

    @Test
    void aLimitThatNobodyEnforcesIsRefused() {
        TestKernel kernel = new TestKernel();

        kernel.with(trade().rules(new RuleDocument("sentinel-flow", "cart", "cart-flow-rules.json", "[]"))
                .build());

        assertNull(kernel.kernel.status().version());
        assertEquals(
                "cart-flow-rules.json: rules: sentinel-flow (expected: a throttler for this format on the path; add"
                        + " io.twinmesh:adapter-sentinel) [TM0907]",
                kernel.kernel.status().problems().get(0).line());
    }

    @Test
    void aThrottlerThatCannotBeHadIsAProblemOfThePolicy() {
        ThrottlerProvider broken = new ThrottlerProvider() {
            @Override
            public String id() {
                return "fake";
            }

            @Override
            public Throttler create(MeshConfig config) {
                throw new MeshConfigurationException("option 'fake'", "7", "8");
            }
        };
        List<Problem> problems = new ArrayList<>();

        new Throttlers(MeshConfig.builder("cart").build(), List.of(broken))
                .prepare(List.of(FakeThrottler.limit(Requests.of(TRADE, "buy").key(), 1)), problems::add);

        assertEquals(
                "fake-limit.txt: throttler 'fake': option 'fake': 7 (expected: 8) [TM0908]",
                problems.get(0).line());
    }
}
