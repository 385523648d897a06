package io.twinmesh.backend.agent.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Admit;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RejectReason;
import io.twinmesh.testkit.FakeKernel;
import org.junit.jupiter.api.Test;

class TrialTest {

    private final Side serving = Sides.of("v1", new FakeKernel());
    private final Side candidate = Sides.of("v2", new FakeKernel());

    private Trial trial(int minCalls, int margin) {
        return new Trial(serving, candidate, new Terms(10, 0, minCalls, margin, 0, 0, 0));
    }

    private static void calls(Side side, int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            side.tally().decided(Admit.ADMIT);
            side.tally().ended(outcome);
        }
    }

    private static void rejections(Side side, int count, RejectReason reason) {
        for (int i = 0; i < count; i++) {
            side.tally().decided(Decision.Reject.of(reason, "test"));
        }
    }

    @Test
    void aCandidateAsGoodAsTheOtherStays() {
        Trial trial = trial(20, 5);
        calls(serving, 90, Outcome.OK);
        calls(serving, 10, Outcome.TIMEOUT);

        calls(candidate, 18, Outcome.OK);
        calls(candidate, 2, Outcome.TIMEOUT);

        assertNull(trial.fault());
        assertTrue(trial.hasEnoughCalls());
    }

    @Test
    void aCandidateWithinTheMarginStaysAndOneBeyondItGoes() {
        Trial trial = trial(20, 5);
        calls(serving, 100, Outcome.OK);
        calls(candidate, 95, Outcome.OK);
        calls(candidate, 5, Outcome.UNREACHABLE);
        assertNull(trial.fault());

        calls(candidate, 1, Outcome.SERVER_ERROR);

        assertEquals(
                "6 of 101 calls bad, 5.9 % (expected: at most 5.0 %, 0.0 of bundle v1 and a margin of 5)",
                trial.fault());
    }

    @Test
    void aBusinessErrorAndACallerThatWentAwayAreNoFaultOfABundle() {
        Trial trial = trial(20, 0);

        calls(candidate, 50, Outcome.BUSINESS_ERROR);
        calls(candidate, 50, Outcome.CANCELLED);

        assertNull(trial.fault());
    }

    @Test
    void tooFewCallsAreNoProofOfAnything() {
        Trial trial = trial(20, 5);

        calls(candidate, 19, Outcome.TIMEOUT);

        assertNull(trial.fault());
        assertFalse(trial.hasEnoughCalls());
    }

    @Test
    void callsUnderWayAreNotJudged() {
        Trial trial = trial(1, 5);

        candidate.tally().decided(Admit.ADMIT);

        assertNull(trial.fault());
        assertFalse(trial.hasEnoughCalls());
    }

    @Test
    void oneExceptionIsEnough() {
        Trial trial = trial(20, 100);

        candidate.tally().threw(new NoSuchMethodError("io.twinmesh.api.Newer"));

        assertEquals("threw 1 times, first java.lang.NoSuchMethodError: io.twinmesh.api.Newer", trial.fault());
    }

    @Test
    void rejectionsByTheLimitsOfTheOtherAreNoYardstick() {
        Trial trial = trial(20, 5);
        calls(serving, 50, Outcome.OK);
        rejections(serving, 50, RejectReason.THROTTLED);

        calls(candidate, 10, Outcome.OK);
        rejections(candidate, 10, RejectReason.THROTTLED);

        assertTrue(String.valueOf(trial.fault()).startsWith("10 of 20 calls bad"), () -> "" + trial.fault());
    }

    @Test
    void rejectionsByRoutesAreComparedLikeFailures() {
        Trial trial = trial(20, 5);
        calls(serving, 50, Outcome.OK);
        rejections(serving, 50, RejectReason.NO_ROUTE);

        calls(candidate, 10, Outcome.OK);
        rejections(candidate, 10, RejectReason.NO_ROUTE);

        assertNull(trial.fault());
    }

    @Test
    void whatTheOtherDidBeforeCountsOnlyWhereItDecidesTooLittleNow() {
        calls(serving, 50, Outcome.TIMEOUT);
        calls(serving, 50, Outcome.OK);
        Trial trial = trial(20, 5);
        calls(candidate, 15, Outcome.OK);
        calls(candidate, 5, Outcome.TIMEOUT);
        assertNull(trial.fault(), "25 % against 50 % of all its time");

        calls(serving, 20, Outcome.OK);

        assertTrue(String.valueOf(trial.fault()).contains("0.0 of bundle v1"), () -> "" + trial.fault());
    }
}
