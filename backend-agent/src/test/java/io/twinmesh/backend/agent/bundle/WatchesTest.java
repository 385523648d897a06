package io.twinmesh.backend.agent.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.twinmesh.api.Subscription;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointHealth;
import io.twinmesh.testkit.FakeKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchesTest {

    private static final String TRADE = "com.acme.Trade";
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint TWO = Endpoint.of("10.0.0.2", 20880);
    private static final Endpoint THREE = Endpoint.of("10.0.0.3", 20880);

    private final FakeKernel oldKernel = new FakeKernel();
    private final FakeKernel newKernel = new FakeKernel();
    private final Side before = Sides.of("v1", oldKernel);
    private final Side after = Sides.of("v2", newKernel);
    private final Watches watches = new Watches();
    private final List<Set<Endpoint>> told = new ArrayList<>();

    @BeforeEach
    void giveEndpoints() {
        oldKernel.endpoints(TRADE, ONE, TWO);
        newKernel.endpoints(TRADE, TWO, ONE);
        watches.join(before);
    }

    private Subscription watch() {
        return watches.watch(TRADE, endpoints -> told.add(Set.copyOf(endpoints)));
    }

    @Test
    void aSwapToTheSameEndpointsTellsNothing() {
        watch();

        watches.join(after);
        watches.leave(before);

        assertEquals(List.of(Set.of(ONE, TWO)), told);
    }

    @Test
    void whileTwoStandSideBySideTheEndpointsOfBothAreTold() {
        newKernel.endpoints(TRADE, TWO, THREE);
        watch();

        watches.join(after);
        watches.leave(before);

        assertEquals(List.of(Set.of(ONE, TWO), Set.of(ONE, TWO, THREE), Set.of(TWO, THREE)), told);
    }

    @Test
    void aBundleThatIsTakenBackLeavesNothingBehind() {
        newKernel.endpoints(TRADE, THREE);
        watch();

        watches.join(after);
        watches.leave(after);
        newKernel.endpoints(TRADE, ONE, THREE);

        assertEquals(List.of(Set.of(ONE, TWO), Set.of(ONE, TWO, THREE), Set.of(ONE, TWO)), told);
    }

    @Test
    void changesAfterASwapComeFromTheNewOneOnly() {
        watch();
        watches.join(after);
        watches.leave(before);

        oldKernel.endpoints(TRADE, ONE);
        newKernel.endpoints(TRADE, THREE);

        assertEquals(List.of(Set.of(ONE, TWO), Set.of(THREE)), told);
    }

    @Test
    void whoWatchesInTheMiddleOfASwapIsToldBoth() {
        newKernel.endpoints(TRADE, THREE);
        watches.join(after);

        watch();

        assertEquals(Set.of(ONE, TWO, THREE), told.get(told.size() - 1));
    }

    @Test
    void aSubscriptionThatIsClosedHearsOfNoSwap() {
        Subscription subscription = watch();
        subscription.close();
        subscription.close();

        newKernel.endpoints(TRADE, THREE);
        watches.join(after);
        watches.leave(before);

        assertEquals(1, told.size());
    }

    @Test
    void aServiceWithoutEndpointsIsToldOnce() {
        List<List<Endpoint>> none = new ArrayList<>();

        watches.watch("com.acme.Nothing", none::add);
        watches.join(after);

        assertEquals(List.of(List.of()), none);
    }

    @Test
    void healthGoesToAllAndOneThatJoinsLearnsOfIt() {
        watches.health(ONE, EndpointHealth.DRAINING);
        watches.health(TWO, EndpointHealth.UNREACHABLE);
        watches.health(TWO, EndpointHealth.HEALTHY);

        watches.join(after);
        watches.health(THREE, EndpointHealth.UNREACHABLE);

        assertEquals(Map.of(ONE, EndpointHealth.DRAINING, THREE, EndpointHealth.UNREACHABLE), newKernel.told());
        assertEquals(EndpointHealth.UNREACHABLE, oldKernel.told().get(THREE));
    }
}
