package io.twinmesh.core.kernel;

import io.twinmesh.api.config.Problem;
import io.twinmesh.api.config.Problem.Severity;
import io.twinmesh.api.model.BooleanMatch;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Condition;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.HashKey;
import io.twinmesh.api.model.NumberMatch;
import io.twinmesh.api.model.Origin;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.api.model.Route;
import io.twinmesh.api.model.RouteMatch;
import io.twinmesh.api.model.RuleDocument;
import io.twinmesh.api.model.StringMatch;
import io.twinmesh.api.model.Subset;
import io.twinmesh.api.model.VirtualHost;
import io.twinmesh.api.model.WeightedCluster;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.StateReader;
import io.twinmesh.api.upgrade.StateWriter;
import io.twinmesh.api.upgrade.UpgradeParticipant;
import io.twinmesh.core.carry.RecordReader;
import io.twinmesh.core.carry.RecordWriter;
import io.twinmesh.core.cluster.Clusters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries the policy in force with the endpoints as they are now, so that a successor can serve before its own source has delivered
 * anything. A valid policy that the successor's source has delivered wins: the carried one is in force only until then.
 */
final class PolicyState implements UpgradeParticipant {

    /** Everything a policy is made of; a type that is missing here cannot be carried, which a test finds out. */
    static final List<Class<? extends Record>> MODEL = List.of(
            BooleanMatch.class,
            Cluster.class,
            Cluster.TrafficPolicy.class,
            Condition.class,
            EndpointAssignment.class,
            HashKey.class,
            NumberMatch.class,
            NumberMatch.Range.class,
            Origin.class,
            OutlierDetection.class,
            PolicySet.class,
            Route.class,
            RouteMatch.class,
            RuleDocument.class,
            StringMatch.class,
            Subset.class,
            VirtualHost.class,
            WeightedCluster.class);

    private static final int VERSION = 1;
    private static final int RECORDS = 1;
    private static final int ENDPOINTS = 2;
    private static final int SINCE = 3;
    private static final int NOTE = 4;
    private static final int NAME = 5;
    private static final String SUBJECT = "state 'policy'";

    private final PolicyInForce policy;
    private final Clusters clusters;
    private @Nullable Written written;

    PolicyState(PolicyInForce policy, Clusters clusters) {
        this.policy = policy;
        this.clusters = clusters;
    }

    /** A policy and its bytes: a policy that an upgrade was rehearsed with is not written again when the calls wait. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Written(PolicySet policy, byte[] bytes) {}

    @Override
    public String id() {
        return "policy";
    }

    @Override
    public CarriedState carry() {
        StateWriter fields = new StateWriter();
        Snapshot snapshot = policy.snapshot();
        if (snapshot != null) {
            fields.bytes(RECORDS, bytes(snapshot.policy()))
                    .text(NAME, snapshot.policy().version())
                    .number(SINCE, snapshot.since().toEpochMilli());
            clusters.carryEndpoints(fields, ENDPOINTS);
            policy.problems().stream()
                    .filter(problem -> !problem.isError())
                    .forEach(problem -> fields.part(NOTE, note(problem)));
        }
        return fields.state(VERSION);
    }

    private byte[] bytes(PolicySet set) {
        Written last = written;
        if (last == null || last.policy() != set) {
            last = new Written(set, RecordWriter.bytes(set));
            written = last;
        }
        return last.bytes();
    }

    /** The same policy with other endpoints. */
    static PolicySet with(PolicySet set, List<EndpointAssignment> endpoints) {
        return new PolicySet(set.version(), set.virtualHosts(), set.clusters(), endpoints, set.throttleRules());
    }

    private static StateWriter note(Problem problem) {
        return new StateWriter()
                .text(1, problem.severity().name())
                .text(2, problem.code())
                .text(3, problem.file())
                .text(4, problem.path())
                .text(5, problem.value())
                .text(6, problem.expected());
    }

    @Override
    public void restore(CarriedState state) {
        StateReader fields = StateReader.of(SUBJECT, state, VERSION);
        if (!fields.has(RECORDS) || policy.isOwn()) {
            return;
        }
        String version = fields.textOrNull(NAME);
        if (version != null && policy.isTakenOver(version)) {
            policy.takeOver(Clusters.carriedEndpoints(fields, ENDPOINTS));
            return;
        }
        PolicySet set = RecordReader.read(SUBJECT, fields.bytes(RECORDS), PolicySet.class, MODEL);
        List<EndpointAssignment> endpoints = Clusters.carriedEndpoints(fields, ENDPOINTS);
        List<Problem> notes =
                fields.parts(NOTE).stream().map(PolicyState::problem).toList();
        policy.takeOver(with(set, endpoints), notes, since(fields));
    }

    private static Instant since(StateReader fields) {
        try {
            return Instant.ofEpochMilli(fields.number(SINCE));
        } catch (DateTimeException e) {
            throw fields.refused("time " + fields.number(SINCE), "milliseconds since 1970");
        }
    }

    private static Problem problem(StateReader note) {
        return new Problem(
                note.word(1, Severity.class), note.text(2), note.text(3), note.text(4), note.text(5), note.text(6));
    }
}
