package io.twinmesh.core.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.model.Cluster;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backend keeps calls to fill them again; they must keep nothing else. */
final class ReuseTest {

    private static final String TRADE = "com.acme.Trade";
    private static final SimpleRequest BUY = Requests.of(TRADE, "buy");

    private final TestKernel kernel = new TestKernel(new FakeThrottler());

    private static PolicySet policy(String version, int permits) {
        Cluster trade = Policies.cluster(TRADE, TrafficPolicy.NONE);
        return Policies.version(version)
                .service(trade, Endpoint.of("10.0.0." + version, 20880))
                .rules(FakeThrottler.limit(BUY.key(), permits))
                .build();
    }

    /** What a call that was decided now refers to. */
    private List<WeakReference<?>> policyParts() {
        Snapshot snapshot = kernel.policy.snapshot();
        assertNotNull(snapshot);
        return List.of(
                new WeakReference<>(snapshot),
                new WeakReference<>(snapshot.plan(Direction.OUTBOUND, BUY.key())),
                new WeakReference<>(snapshot.targets().get(TRADE)));
    }

    private static void assertCollected(List<WeakReference<?>> parts) {
        await().until(() -> {
            System.gc();
            return parts.stream().allMatch(part -> part.get() == null);
        });
    }

    @Test
    void aCallThatEndedLetsItsPolicyGo() {
        kernel.with(policy("1", 1));
        Call call = kernel.outbound(BUY);
        call.end(Outcome.OK);
        List<WeakReference<?>> parts = policyParts();

        kernel.with(policy("2", 1));

        assertCollected(parts);
        assertEquals("default/" + TRADE, call.route());
    }

    @Test
    void aCallThatWasRejectedLetsItsPolicyGo() {
        kernel.with(policy("1", 0));
        Call call = kernel.outbound(BUY);
        List<WeakReference<?>> parts = policyParts();

        kernel.with(policy("2", 0));

        assertCollected(parts);
        assertEquals(RejectReason.THROTTLED, ((Reject) call.decision()).reason());
        assertEquals("default/" + TRADE, call.route());
    }
}
