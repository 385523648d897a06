package io.twinmesh.core.cluster;

import static io.twinmesh.testkit.Policies.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Outcome;
import io.twinmesh.api.model.Cluster.TrafficPolicy;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.api.model.LbPolicy;
import io.twinmesh.api.model.OutlierDetection;
import io.twinmesh.core.stats.StatsTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long endpoints stay out, as Envoy has it: {@code DetectorImpl::ejectHost} and {@code checkHostForUneject}. */
final class EjectionTest {

    private static final long SECOND = 1_000_000_000;
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);

    /** Times of one endpoint, in seconds from a moment that lies as near to an overflow of the clock as it can. */
    private static final long START = Long.MAX_VALUE - 40 * SECOND;

    private final EndpointState state = new EndpointState(ONE, null);

    private static OutlierDetection base(long seconds) {
        return new OutlierDetection(1, Duration.ofSeconds(seconds), 100);
    }

    private static long at(long seconds) {
        return START + seconds * SECOND;
    }

    /** Ejects it at a time; for how many seconds. */
    private long eject(OutlierDetection rule, long at) {
        state.eject(rule, at(at));
        return state.ejectedFor(at(at)) / SECOND;
    }

    @Test
    void eachEjectionIsLongerThanTheOneBeforeUpToFiveMinutes() {
        List<Long> times = new ArrayList<>();
        long now = 0;
        for (int ejection = 0; ejection < 12; ejection++) {
            long time = eject(base(30), now);
            times.add(time);
            now += time;
        }

        assertEquals(List.of(30L, 60L, 90L, 120L, 150L, 180L, 210L, 240L, 270L, 300L, 300L, 300L), times);
        assertEquals(10, state.ejections(at(now)), "no more than lead to the longest time");
    }

    @Test
    void aLongerBaseTimeIsTheLongest() {
        assertEquals(3_600, eject(base(3_600), 0));
        assertEquals(3_600, eject(base(3_600), 3_600));
    }

    @Test
    void theLastStepIsCutOff() {
        assertEquals(200, eject(base(200), 0));
        assertEquals(300, eject(base(200), 200));
        assertEquals(300, eject(base(200), 500));
        assertEquals(2, state.ejections(at(500)), "no more than lead to the longest time");
    }

    @Test
    void everyTenSecondsInOneEjectionIsForgotten() {
        eject(base(30), 0);
        eject(base(30), 30);
        eject(base(30), 90);
        long back = 180;

        assertEquals(3, state.ejections(at(back + 9)));
        assertEquals(2, state.ejections(at(back + 10)));
        assertEquals(1, state.ejections(at(back + 29)));
        assertEquals(0, state.ejections(at(back + 30)));
        assertEquals(0, state.ejections(at(back + 3_000)));
        assertEquals(60, eject(base(30), back + 20), "one of three was left");
        assertEquals(2, state.ejections(at(back + 20)));
    }

    @Test
    void nothingIsForgottenWhileItIsOut() {
        eject(base(300), 0);

        assertEquals(1, state.ejections(at(299)));
    }

    @Test
    void anEndpointThatWorksForLongBeginsAnew() {
        LongStream.range(0, 10).forEach(ejection -> eject(base(60), ejection * 300));

        assertEquals(60, eject(base(60), 3_000 + 60));
    }

    @Test
    void whatIsForgottenIsNothingToCarry() {
        long now = System.nanoTime();
        state.eject(base(1), now - 11 * SECOND);
        assertFalse(state.isRemarkable(), "it has been back for ten seconds");

        state.eject(base(1), now - 10 * SECOND);
        assertTrue(state.isRemarkable());
    }

    @Test
    void aSuccessorForgetsWhenThisProcessWouldHave() {
        long now = System.nanoTime();
        state.eject(base(10), now - 50 * SECOND);
        state.eject(base(10), now - 35 * SECOND);
        CarriedEndpoint carried = CarriedEndpoint.of(state);
        EndpointState after = new EndpointState(ONE, null);

        after.restore(carried, now);

        assertEquals(List.of(1, 0L), List.of(carried.ejections(), carried.ejectedFor()));
        assertTrue(carried.backFor() >= 5 * SECOND, () -> carried.backFor() + " ns");
        assertFalse(after.isEjected());
        assertEquals(1, after.ejections(now));
        assertEquals(0, after.ejections(now + 5 * SECOND));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, Integer.MAX_VALUE})
    void whateverAProcessCarriesTheTimeStaysANumber(int ejections) {
        EndpointState after = new EndpointState(ONE, null);
        OutlierDetection century = new OutlierDetection(1, Duration.ofDays(36_500), 100);

        after.restore(new CarriedEndpoint(ONE, EndpointHealth.HEALTHY, 0, 0, 0, ejections, 0), START);
        after.eject(century, START);

        assertEquals(Duration.ofDays(36_500).toNanos(), after.ejectedFor(START));
    }

    @Test
    void callsThatSawTheSameLastFailureEjectOnce() {
        OutlierDetection twice = new OutlierDetection(2, Duration.ofSeconds(30), 100);
        long now = System.nanoTime();
        state.failed(Outcome.TIMEOUT, twice);
        assertTrue(state.failed(Outcome.TIMEOUT, twice));
        assertTrue(state.failed(Outcome.TIMEOUT, twice));

        state.eject(twice, now);
        state.eject(twice, now);

        assertEquals(1, state.ejections(now));
        assertEquals(30 * SECOND, state.ejectedFor(now));
    }

    @Test
    void noMoreAreOutThanMayBeWhoeverFailsAtTheSameInstant() throws Exception {
        OutlierDetection third = new OutlierDetection(1, Duration.ofHours(1), 30);
        List<Target> targets =
                IntStream.range(0, 2_000).mapToObj(round -> target(third, 4)).toList();
        AtomicInteger arrived = new AtomicInteger();

        Thread other = new Thread(() -> failOneOfEach(targets, 1, arrived));
        other.start();
        failOneOfEach(targets, 0, arrived);
        other.join();

        for (Target target : targets) {
            assertEquals(3, target.pool().usable(), "of four, of which one may be out");
        }
    }

    /** Two threads fail each its endpoint of one target after the other, in step. */
    private static void failOneOfEach(List<Target> targets, int endpoint, AtomicInteger arrived) {
        for (int round = 0; round < targets.size(); round++) {
            Target target = targets.get(round);
            EndpointState state = target.pool().states().get(endpoint);
            target.begin(state);
            arrived.incrementAndGet();
            while (arrived.get() < 2 * (round + 1)) {
                Thread.onSpinWait();
            }
            target.end(state, Outcome.TIMEOUT);
        }
    }

    private static Target target(OutlierDetection rule, int endpoints) {
        Clusters clusters = new Clusters(new StatsTable(Set.of()), bound -> 0);
        TrafficPolicy policy = new TrafficPolicy(LbPolicy.ROUND_ROBIN, null, 0, rule);
        return Objects.requireNonNull(clusters.install(
                        List.of(cluster("T", policy)), List.of(new EndpointAssignment("T", Pools.endpoints(endpoints))))
                .get("T"));
    }
}
