package io.twinmesh.core.kernel;

import io.twinmesh.api.config.ConfigListener;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.throttling.ThrottlePlan;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.core.cluster.Clusters;
import io.twinmesh.core.cluster.Target;
import io.twinmesh.core.match.Identity;
import io.twinmesh.core.stats.StatsTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
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
    private boolean carried;

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
        if (confirms(policy, found)) {
            return;
        }
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

    /** Whether the source delivers what came from the process before: then it is the source's own from now on, and nothing begins anew. */
    private boolean confirms(PolicySet policy, List<Problem> found) {
        Snapshot now = snapshot;
        boolean same = carried && now != null && now.policy().version().equals(policy.version());
        if (!same || found.stream().anyMatch(Problem::isError)) {
            return false;
        }
        carried = false;
        refusedVersion = null;
        policy.endpoints().forEach(clusters::assign);
        stats.counter("policy_updates_accepted").incrementAndGet();
        LOG.info("policy {}: in force, delivered by the source, too", policy.version());
        return true;
    }

    /**
     * Puts the policy of the process before in force, until the source delivers one; not if the source has done so already.
     *
     * @throws UpgradeRefusedException if it is not valid here
     */
    void takeOver(PolicySet policy, List<Problem> notes, Instant since) {
        take(policy, notes, since);
        clusters.tell();
    }

    private synchronized void take(PolicySet policy, List<Problem> notes, Instant since) {
        if (isOwn()) {
            return;
        }
        List<Problem> found = new ArrayList<>(PolicyCheck.of(policy));
        List<ThrottlePlan> plans = throttlers.prepare(policy.throttleRules(), found::add);
        found.addAll(throttlers.unclaimed(policy.throttleRules()));
        found.stream().filter(Problem::isError).findFirst().ifPresent(error -> {
            throw new UpgradeRefusedException(
                    "policy " + policy.version(), error.line(), "a policy that is valid here");
        });
        install(policy, plans, since);
        carried = true;
        problems = refusedVersion == null ? List.copyOf(notes) : problems;
        LOG.info("policy {}: in force, from the process before", policy.version());
    }

    /** Whether this policy of the process before is in force already, as it is after a rehearsal: nothing has to be compiled again. */
    synchronized boolean isTakenOver(String version) {
        Snapshot now = snapshot;
        return carried && now != null && now.policy().version().equals(version);
    }

    /** Takes the endpoints of the process before; its policy is in force already. */
    void takeOver(List<EndpointAssignment> endpoints) {
        assign(endpoints);
        clusters.tell();
    }

    private synchronized void assign(List<EndpointAssignment> endpoints) {
        Snapshot now = snapshot;
        endpoints.stream()
                .filter(one -> now != null && now.targets().containsKey(one.cluster()))
                .forEach(clusters::assign);
    }

    /** Whether the policy in force was delivered by the source here. */
    synchronized boolean isOwn() {
        return snapshot != null && !carried;
    }

    /** The problems of the newest policy that was delivered. */
    synchronized List<Problem> problems() {
        return problems;
    }

    private void refuse(PolicySet policy) {
        refusedVersion = policy.version();
        stats.counter("policy_updates_refused").incrementAndGet();
        LOG.warn("policy {}: refused, {} stays in force", policy.version(), inForce());
        problems.stream().filter(Problem::isError).limit(20).forEach(problem -> LOG.warn("  {}", problem.line()));
    }

    private void install(PolicySet policy, List<ThrottlePlan> plans, Instant since) {
        plans.forEach(ThrottlePlan::commit);
        Map<String, Target> targets = clusters.install(policy.clusters(), policy.endpoints());
        snapshot = new Snapshot(policy, since, targets, plans, stats, self);
    }

    private void swap(PolicySet policy, List<ThrottlePlan> plans) {
        install(policy, plans, Instant.now());
        carried = false;
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
