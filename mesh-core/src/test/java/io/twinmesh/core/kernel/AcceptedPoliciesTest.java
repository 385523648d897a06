package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Decision.Reject;
import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.model.PolicySet;
import io.twinmesh.core.carry.RecordReader;
import io.twinmesh.core.carry.RecordWriter;
import io.twinmesh.core.cluster.Target;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever passes the check can be lived with: no call ends with an exception, and the policy can be handed over. */
final class AcceptedPoliciesTest {

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private static void inWords(String where, Runnable test) {
        try {
            test.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where, e);
        }
    }

    @Test
    void aPolicyIsRefusedWithProblemsOrDecidesEveryCall() {
        int accepted = 0;
        for (int seed = 0; seed < 1_500; seed++) {
            RandomPolicies world = new RandomPolicies(seed);
            TestKernel kernel = new TestKernel();
            PolicySet policy = world.policy();
            inWords("seed " + seed, () -> kernel.with(policy));
            List<Problem> problems = kernel.kernel.status().problems();
            if (problems.stream().anyMatch(Problem::isError)) {
                assertNull(kernel.kernel.status().version(), "seed " + seed);
            } else {
                accepted++;
                inWords("seed " + seed, () -> decideAll(kernel, world));
            }
        }
        assertTrue(accepted > 300 && accepted < 1_200, accepted + " of 1500 accepted");
    }

    private static void decideAll(TestKernel kernel, RandomPolicies world) {
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            RpcRequest request = world.request();
            Decision explained =
                    kernel.kernel.explain(Direction.OUTBOUND, request).decision();
            Call call = kernel.outbound(request);
            assertAlike(explained, call.decision());
            if (random.nextInt(3) == 0) {
                kernel.kernel.goElsewhere(request, call);
            }
            call.end(OUTCOMES.get(random.nextInt(OUTCOMES.size())));
            kernel.inbound(request).end(Outcome.OK);
        }
        assertNothingIsHeld(kernel);
    }

    /** The same sort of decision, and the same reason; which endpoint is chance. */
    private static void assertAlike(Decision explained, Decision decided) {
        if (decided instanceof Reject reject && reject.reason() != RejectReason.CIRCUIT_OPEN) {
            assertEquals(decided, explained);
        } else {
            assertEquals(decided.getClass(), explained.getClass());
        }
        if (decided instanceof Forward forward) {
            assertTrue(forward.endpoint().weight() > 0, forward::toString);
        }
    }

    private static void assertNothingIsHeld(TestKernel kernel) {
        for (Target target : kernel.clusters.targets().values()) {
            assertEquals(0, target.active(), target.name());
        }
        kernel.kernel.status().clusters().forEach(cluster -> assertEquals(0, cluster.activeRequests(), cluster.name()));
    }

    @Test
    void anAcceptedPolicyIsCarriedAsItIs() {
        for (int seed = 0; seed < 1_500; seed++) {
            PolicySet policy = new RandomPolicies(seed).policy();
            if (PolicyCheck.of(policy).isEmpty()) {
                PolicySet plain = new PolicySet(
                        policy.version(), policy.virtualHosts(), policy.clusters(), List.of(), policy.throttleRules());
                byte[] bytes = RecordWriter.bytes(plain);

                assertEquals(
                        plain, RecordReader.read("policy", bytes, PolicySet.class, PolicyState.MODEL), "seed " + seed);
            }
        }
    }

    @Test
    void aSuccessorDecidesByTheEndpointsThatWereHere() {
        int compared = 0;
        for (int seed = 0; seed < 400; seed++) {
            RandomPolicies world = new RandomPolicies(seed);
            TestKernel before = new TestKernel().with(world.policy());
            TestKernel after = new TestKernel();
            after.kernel.participants().stream()
                    .filter(part -> part.id().equals("policy"))
                    .forEach(part -> part.restore(before.kernel.participants().stream()
                            .filter(same -> same.id().equals(part.id()))
                            .findFirst()
                            .orElseThrow()
                            .carry()));

            assertEquals(before.kernel.status().version(), after.kernel.status().version(), "seed " + seed);
            assertEquals(
                    before.kernel.status().clusters(), after.kernel.status().clusters(), "seed " + seed);
            compared += before.kernel.status().clusters().size();
        }
        assertTrue(compared > 100, compared + " clusters");
    }
}
