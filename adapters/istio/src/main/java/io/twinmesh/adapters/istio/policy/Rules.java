package io.twinmesh.adapters.istio.policy;

import io.twinmesh.adapters.istio.document.ProblemCode;
import io.twinmesh.adapters.istio.document.Problems;
import io.twinmesh.adapters.istio.policy.Specs.Balancer;
import io.twinmesh.adapters.istio.policy.Specs.Named;
import io.twinmesh.adapters.istio.policy.Specs.Rule;
import io.twinmesh.adapters.istio.policy.Specs.Traffic;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.Subset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The DestinationRules by host. */
final class Rules {

    private static final Balancer ROUND_ROBIN = new Balancer(LbPolicy.ROUND_ROBIN, null);

    private final Map<String, Rule> byHost = new LinkedHashMap<>();
    private final Problems problems;

    Rules(List<Rule> rules, Problems problems) {
        this.problems = problems;
        for (Rule rule : rules) {
            Rule before = byHost.putIfAbsent(rule.host(), rule);
            if (before != null) {
                String value = "'" + rule.host() + "'";
                String expected =
                        "one DestinationRule for a host; " + before.place().resource() + " is for it already";
                problems.add(
                        ProblemCode.DUPLICATE_RULE, rule.place().field("spec").field("host"), value, expected);
            }
        }
    }

    void checkHosts(Set<String> known) {
        for (Rule rule : byHost.values()) {
            if (!known.contains(rule.host())) {
                String expected = "a host of a ServiceEntry; the rule has no effect";
                problems.add(
                        ProblemCode.UNKNOWN_HOST,
                        rule.place().field("spec").field("host"),
                        "'" + rule.host() + "'",
                        expected);
            }
        }
    }

    TrafficPolicy policy(String host) {
        Rule rule = byHost.get(host);
        return rule == null ? TrafficPolicy.NONE : policy(rule.traffic());
    }

    List<Named> named(String host) {
        Rule rule = byHost.get(host);
        return rule == null ? List.of() : rule.subsets();
    }

    /** What a subset does not say itself its host says, as in Istio. */
    List<Subset> subsets(String host) {
        Rule rule = byHost.get(host);
        return rule == null
                ? List.of()
                : rule.subsets().stream()
                        .map(subset -> subset(subset, rule.traffic()))
                        .toList();
    }

    @SuppressWarnings("NullAway") // does not see @Nullable on a nested type that it reads from a class file
    private static Subset subset(Named named, Traffic outer) {
        Traffic own = named.traffic();
        return new Subset(named.name(), named.labels(), own == null ? null : policy(over(own, outer)));
    }

    private static Traffic over(Traffic own, Traffic outer) {
        return new Traffic(
                own.balancer() == null ? outer.balancer() : own.balancer(),
                own.maxRequests() == null ? outer.maxRequests() : own.maxRequests(),
                own.outlier() == null ? outer.outlier() : own.outlier());
    }

    private static TrafficPolicy policy(Traffic traffic) {
        Balancer balancer = Objects.requireNonNullElse(traffic.balancer(), ROUND_ROBIN);
        int maxRequests = Objects.requireNonNullElse(traffic.maxRequests(), 0);
        return new TrafficPolicy(balancer.lb(), balancer.hashKey(), maxRequests, traffic.outlier());
    }
}
