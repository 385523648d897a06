package io.twinmesh.backend.proxy.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    private final FakeEstate estate = new FakeEstate(Set.of());

    private Judgement judgement() {
        return new Judgement(estate, 50, 10);
    }

    private void counted(long calls, long bad) {
        estate.outcomes = new Outcomes(calls, bad);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 100, 10, false", // at the margin
        "1000, 0, 100, 11, true",
        "1000, 0, 49, 49, false", // too few to be judged
        "1000, 500, 100, 60, false", // as bad as ever
        "1000, 500, 100, 61, true",
        "0, 0, 100, 11, true", // nobody called the process before
    })
    void itsOwnCallsAreHeldAgainstThoseOfAllTheTimeBefore(
            long before, long badBefore, long calls, long bad, boolean worse) {
        Judgement judgement = judgement();
        counted(before, badBefore);
        judgement.taken(null);
        counted(before + calls, badBefore + bad);
        String reason = judgement.reason();
        assertEquals(worse, reason != null, () -> "" + reason);
    }

    @Test
    void whatWasUsualRightBeforeCountsMoreThanWhatOnceWas() {
        Judgement judgement = judgement();
        counted(1_000_000, 0);
        judgement.rehearsed();
        counted(1_000_050, 0);
        judgement.rehearsed();
        counted(1_000_100, 80);
        judgement.taken(null);
        counted(1_000_200, 165);
        assertNull(judgement.reason());
    }

    @Test
    void aReasonSaysHowManyAndWhatWasExpected() {
        Judgement judgement = judgement();
        counted(200, 1);
        judgement.taken(null);
        counted(300, 91);
        assertEquals(
                "90 of 100 calls bad, 90.0 % (expected: at most 10.5 %, 0.5 of the process before and a margin of 10)",
                judgement.reason());
    }

    @Test
    void aFaultIsAReasonWhateverBecomesOfCalls() {
        Judgement judgement = judgement();
        estate.faults = 3;
        judgement.taken(null);
        assertNull(judgement.reason());
        estate.faults = 4;
        assertEquals("1 faults (expected: none)", judgement.reason());
        judgement.taken("the door: broken");
        assertEquals("the door: broken", judgement.reason());
        assertNotNull(judgement.reason());
    }
}
