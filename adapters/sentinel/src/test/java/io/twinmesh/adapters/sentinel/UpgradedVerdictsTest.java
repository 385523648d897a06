package io.twinmesh.adapters.sentinel;

import static io.twinmesh.adapters.sentinel.Fixture.BUY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.throttling.ThrottleVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether an upgrade is to be told from the verdicts. */
@ExtendWith(FakeTime.class)
class UpgradedVerdictsTest {

    private final List<Fixture> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Fixture::close);
    }

    private Fixture every() {
        Fixture mesh = new Fixture();
        open.add(mesh);
        return SentinelStateTest.every(mesh);
    }

    /** The same calls, with an upgrade in their midst and without one, are decided alike. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anUpgradeChangesNoVerdict(long seed) {
        Random random = new Random(seed);
        Fixture staying = every();
        Fixture upgraded = every();
        List<Permit[]> inFlight = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            if (step % 80 == 40) {
                upgraded = moved(upgraded, inFlight);
            }
            step(random, staying.inbound(BUY), upgraded.inbound(BUY), inFlight, "seed " + seed + ", step " + step);
        }
    }

    private Fixture moved(Fixture from, List<Permit[]> inFlight) {
        Fixture to = SentinelStateTest.upgrade(from, SentinelStateTest.calls(every(), 1, 5, Outcome.TIMEOUT));
        for (Permit[] pair : inFlight) {
            Permit there = pair[1];
            pair[1] = SentinelStateTest.resumed(to, there);
            there.handedOver();
        }
        return to;
    }

    private static void step(
            Random random, ThrottleGate staying, ThrottleGate upgraded, List<Permit[]> inFlight, String place) {
        int what = random.nextInt(10);
        if (what == 0) {
            FakeTime.advanceMillis(random.nextInt(400));
        } else if (what < 4 && !inFlight.isEmpty()) {
            Permit[] pair = inFlight.remove(random.nextInt(inFlight.size()));
            Outcome outcome = random.nextInt(3) == 0 ? Outcome.TIMEOUT : Outcome.OK;
            pair[0].end(outcome);
            pair[1].end(outcome);
        } else {
            enterBoth(random, staying, upgraded, inFlight, place);
        }
    }

    private static void enterBoth(
            Random random, ThrottleGate staying, ThrottleGate upgraded, List<Permit[]> inFlight, String place) {
        RpcRequest request = Fixture.request(BUY, (long) random.nextInt(3), "v" + random.nextInt(2));
        String caller = random.nextBoolean() ? "cart" : "web";
        ThrottleVerdict one = staying.enter(request, caller);
        ThrottleVerdict other = upgraded.enter(request, caller);
        if (one instanceof Permit first && other instanceof Permit second) {
            inFlight.add(new Permit[] {first, second});
        } else {
            assertEquals(one, other, place);
        }
    }
}
