package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.twinmesh.api.Direction;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.throttling.Permit;
import io.twinmesh.api.throttling.ThrottleGate;
import io.twinmesh.api.upgrade.CarriedState;
import io.twinmesh.api.upgrade.UpgradeRefusedException;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The permits of several throttlers go on together or not at all. */
final class CompositeGateTest {

    private static final SimpleRequest BUY = Requests.of("com.acme.Trade", "buy");

    private final FakeThrottler one = new FakeThrottler();
    private final FakeThrottler two = new FakeThrottler();
    private final FakeThrottler three = new FakeThrottler();

    private static ThrottleGate gate(FakeThrottler... throttlers) {
        return Objects.requireNonNull(CompositeGate.of(
                Stream.of(throttlers).map(CompositeGateTest::gate).toList()));
    }

    private static ThrottleGate gate(FakeThrottler throttler) {
        var plan = throttler.prepare(List.of(FakeThrottler.limit(BUY.key(), 5)), problem -> {});
        return Objects.requireNonNull(plan.gate(Direction.OUTBOUND, BUY.key()));
    }

    private static CarriedState carried(ThrottleGate gate) {
        return Objects.requireNonNull(((Permit) gate.enter(BUY, null)).carry());
    }

    @Test
    void everyThrottlerGetsItsOwnPermitBack() {
        Permit permit = gate(two, three).resume(carried(gate(one, one)));

        permit.end(Outcome.OK);

        assertEquals(1, two.back());
        assertEquals(1, three.back());
    }

    @Test
    void permitsThatVersionOneWroteGoOn() throws IOException {
        try (InputStream stream = CompositeGateTest.class.getResourceAsStream("/upgrade/v1/permits.state")) {
            CarriedState carried =
                    new CarriedState(1, Objects.requireNonNull(stream).readAllBytes());

            gate(two, three).resume(carried).end(Outcome.OK);
        }

        assertEquals(2, two.back() + three.back());
    }

    @Test
    void handedOverEveryThrottlerLetsItGo() {
        Permit permit = (Permit) gate(one, two).enter(BUY, null);

        permit.handedOver();

        assertEquals(1, one.over());
        assertEquals(1, two.over());
        assertEquals(0, one.back() + two.back());
    }

    @Test
    void permitsOfOtherThrottlersAreRefusedTogether() {
        CarriedState carried = carried(gate(one, one));
        ThrottleGate strange = gate(two, three, three);
        ThrottleGate other = CompositeGate.of(List.of(gate(two), refusing()));

        assertThrows(UpgradeRefusedException.class, () -> strange.resume(carried));
        assertThrows(
                UpgradeRefusedException.class,
                () -> Objects.requireNonNull(other).resume(carried));

        assertEquals(1, two.resumed());
        assertEquals(1, two.over());
        assertEquals(0, three.resumed());
    }

    private ThrottleGate refusing() {
        var plan = three.prepare(
                List.of(FakeThrottler.limit(Requests.of("T", "sell").key(), 5)), problem -> {});
        return Objects.requireNonNull(
                plan.gate(Direction.OUTBOUND, Requests.of("T", "sell").key()));
    }
}
