package io.twinmesh.core.kernel;

import com.google.re2j.PatternSyntaxException;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.core.match.CompiledCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the kernel itself demands of a policy, whatever source it came from. */
final class PolicyCheck {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> targets = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> routes = new HashSet<>();

    private PolicyCheck() {}

    /** Everything wrong with it. */
    static List<Problem> of(PolicySet policy) {
        PolicyCheck check = new PolicyCheck();
        policy.clusters().forEach(check::cluster);
        policy.endpoints().forEach(check::assignment);
        policy.virtualHosts().forEach(check::domains);
        policy.virtualHosts().stream().flatMap(host -> host.routes().stream()).forEach(check::route);
        return check.problems;
    }

    private void cluster(Cluster cluster) {
        if (!targets.add(cluster.name())) {
            error("TM0901", cluster.origin().file(), "cluster", cluster.name(), "a name of its own");
        }
        cluster.subsets().stream()
                .map(subset -> new WeightedCluster(cluster.name(), subset.name(), 1).name())
                .filter(name -> !targets.add(name))
                .forEach(name -> error("TM0901", cluster.origin().file(), "subset", name, "a name of its own"));
        outliers(cluster, cluster.name(), cluster.policy());
        cluster.subsets().stream()
                .filter(subset -> subset.policy() != null)
                .forEach(subset -> outliers(cluster, cluster.name() + "|" + subset.name(), subset.policy()));
    }

    /** Ejection is reckoned with in the middle of a call: nothing may overflow there. */
    private void outliers(Cluster cluster, String name, @Nullable TrafficPolicy policy) {
        OutlierDetection rule = policy == null ? null : policy.outlierDetection();
        if (rule == null) {
            return;
        }
        String file = cluster.origin().file();
        String place = "cluster " + name + " outlierDetection";
        Duration time = rule.baseEjectionTime();
        if (rule.consecutiveErrors() < 1) {
            error("TM0910", file, place, rule.consecutiveErrors() + " consecutive errors", "1 or more");
        }
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            error("TM0910", file, place, "base ejection time " + time, "0 to 100 years (" + LONGEST + ")");
        }
        if (rule.maxEjectionPercent() < 0 || rule.maxEjectionPercent() > 100) {
            error("TM0910", file, place, rule.maxEjectionPercent() + " percent", "0 to 100");
        }
    }

    private void assignment(EndpointAssignment assignment) {
        if (!targets.contains(assignment.cluster())) {
            error("TM0902", "", "endpoints", assignment.cluster(), "a cluster of the same policy");
        }
    }

    private void domains(VirtualHost host) {
        host.domains().stream()
                .filter(domain -> !domains.add(domain))
                .forEach(domain -> error("TM0909", host.origin().file(), "domain", domain, "one virtual host for it"));
    }

    private void route(Route route) {
        String place = "route " + route.id();
        String file = route.origin().file();
        if (!routes.add(route.id())) {
            error("TM0903", file, "route", route.id(), "an id of its own");
        }
        weights(route, file, place);
        route.clusters().stream()
                .filter(cluster -> !targets.contains(cluster.name()))
                .forEach(cluster ->
                        error("TM0905", file, place, cluster.name(), "a cluster and subset of the same policy"));
        conditions(route).forEach(condition -> compiles(condition, file, place));
    }

    private void weights(Route route, String file, String place) {
        long sum = route.clusters().stream().mapToLong(WeightedCluster::weight).sum();
        if (sum <= 0) {
            error("TM0904", file, place, "weights sum to " + sum, "at least one destination of weight over 0");
        } else if (sum > Integer.MAX_VALUE) {
            error("TM0904", file, place, "weights sum to " + sum, "a sum of at most " + Integer.MAX_VALUE);
        }
        route.clusters().stream()
                .filter(cluster -> cluster.weight() < 0)
                .forEach(cluster ->
                        error("TM0904", file, place, cluster.name() + " " + cluster.weight(), "a weight of 0 or more"));
    }

    private static Stream<Condition> conditions(Route route) {
        return route.matches().stream().flatMap(match -> match.conditions().stream());
    }

    private void compiles(Condition condition, String file, String place) {
        try {
            new CompiledCondition(condition);
        } catch (PatternSyntaxException e) {
            error(
                    "TM0906",
                    file,
                    place + " " + condition.path(),
                    e.getPattern(),
                    "an RE2 expression: " + e.getDescription());
        }
    }

    private void error(String code, String file, String path, String value, String expected) {
        problems.add(Problem.error(code, file, path, value, expected));
    }
}
