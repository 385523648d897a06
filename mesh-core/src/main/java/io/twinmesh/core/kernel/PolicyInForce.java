package io.twinmesh.core.kernel;

import io.twinmesh.api.config.ConfigListener;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.core.cluster.Clusters;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.stats.StatsTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes new policies, checks them, and swaps the one in force. A policy with an error is refused whole and the last good one stays.
 *
 * <p>Threading: changes hold this object's lock, those who watch endpoints are told without it; {@link #snapshot} is one volatile read.
 */
@Singleton
final class PolicyInForce implements ConfigListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.policy");

    private final Throttlers throttlers;
    private final Clusters clusters;
    private final StatsTable stats;
    private final Identity self;
    private volatile @Nullable Snapshot snapshot;
    private List<Problem> problems = List.of();
    private @Nullable String refusedVersion;

    @Inject
    PolicyInForce(Throttlers throttlers, Clusters clusters, StatsTable stats, Identity self) {
        this.throttlers = throttlers;
        this.clusters = clusters;
        this.stats = stats;
        this.self = self;
    }

    /** The policy in force, or null if there is none yet. */
    @Nullable Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void policy(PolicySet policy, List<Problem> found) {
        take(policy, found);
        clusters.tell();
    }

    private synchronized void take(PolicySet policy, List<Problem> found) {
        List<Problem> all = new ArrayList<>(found);
        all.addAll(PolicyCheck.of(policy));
        List<ThrottlePlan> plans = throttlers.prepare(policy.throttleRules(), all::add);
        all.addAll(throttlers.unclaimed(policy.throttleRules()));
        problems = List.copyOf(all);
        if (all.stream().anyMatch(Problem::isError)) {
            refuse(policy);
        } else {
            swap(policy, plans);
        }
    }

    private void refuse(PolicySet policy) {
        refusedVersion = policy.version();
        stats.counter("policy_updates_refused").incrementAndGet();
        LOG.warn("policy {}: refused, {} stays in force", policy.version(), inForce());
        problems.stream().filter(Problem::isError).limit(20).forEach(problem -> LOG.warn("  {}", problem.line()));
    }

    private void swap(PolicySet policy, List<ThrottlePlan> plans) {
        plans.forEach(ThrottlePlan::commit);
        Map<String, Target> targets = clusters.install(policy.clusters(), policy.endpoints());
        snapshot = new Snapshot(policy, targets, plans, stats, self);
        refusedVersion = null;
        stats.counter("policy_updates_accepted").incrementAndGet();
        LOG.info("policy {}: in force, {} notes", policy.version(), problems.size());
    }

    private String inForce() {
        Snapshot now = snapshot;
        return now == null ? "none" : now.policy().version();
    }

    @Override
    public void endpoints(EndpointAssignment assignment) {
        take(assignment);
        clusters.tell();
    }

    private synchronized void take(EndpointAssignment assignment) {
        clusters.assign(assignment);
        stats.counter("endpoint_updates").incrementAndGet();
    }

    synchronized MeshStatus status() {
        Snapshot now = snapshot;
        return new StatusReport(self.application(), now).status(refusedVersion, problems);
    }
}
