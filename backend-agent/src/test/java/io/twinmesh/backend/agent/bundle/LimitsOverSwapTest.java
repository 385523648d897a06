package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.upgrade.BundleStatus;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Sentinel's rules have counted, over swaps of bundles that calls go on through. Time of the rules stands still unless it is moved. One
 * thread calls: asked by several at once, Sentinel looks and counts in two steps and lets some more pass, with a swap and without.
 */
@Timeout(120)
class LimitsOverSwapTest {

    private static final String LONG_TRIAL = "probation-ms=3600000";
    private static final String NEVER_BACK = "margin=100";

    @TempDir
    private Path folder;

    private final Clock clock = new Clock();
    private Shop shop;

    @BeforeEach
    void openShop() throws IOException {
        shop = new Shop(folder);
    }

    @AfterEach
    void letTimeGo() {
        clock.close();
    }

    private Mesh open() throws IOException {
        return Shop.open(shop.config(shop.bundleWithClock("v1", NEVER_BACK)), Shop.wheel());
    }

    private Path next(String name, String... terms) throws IOException {
        List<String> all = new ArrayList<>(List.of(terms));
        all.add(NEVER_BACK);
        return shop.bundleWithClock(name, all.toArray(String[]::new));
    }

    private static BundleStatus status(Mesh mesh) {
        return mesh.bundles().orElseThrow().status();
    }

    private static CompletionStage<Swap> begin(Mesh mesh, Path bundle) {
        return mesh.bundles().orElseThrow().swap(bundle);
    }

    private static void awaitShare(Mesh mesh, int share) {
        await().until(() -> status(mesh).candidate() != null && status(mesh).share() == share);
    }

    private static boolean passes(Mesh mesh, RpcRequest request, Outcome outcome) {
        Call call = mesh.outbound(request);
        boolean passed = call.decision() instanceof Forward;
        call.end(outcome);
        return passed;
    }

    /** How many of so many calls, one after the other, pass. */
    private static int passing(Mesh mesh, int calls, Outcome outcome) {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += passes(mesh, Shop.REQUEST, outcome) ? 1 : 0;
        }
        return passed;
    }

    private static int passing(Mesh mesh, int calls) {
        return passing(mesh, calls, Outcome.OK);
    }

    /** Calls without a pause until a swap has ended, and answers how many passed. */
    private static int passingUntil(Mesh mesh, CompletionStage<Swap> swap) throws Exception {
        int passed = 0;
        while (!swap.toCompletableFuture().isDone()) {
            passed += passing(mesh, 1);
            LockSupport.parkNanos(100_000);
        }
        assertReplaced(swap);
        return passed;
    }

    private static void assertReplaced(CompletionStage<Swap> swap) throws Exception {
        Swap ended = swap.toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertEquals(Result.REPLACED, ended.result(), ended::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50, 100})
    void theLimitOfASecondHoldsInTheSecondOfTheSwap(int canary) throws Exception {
        shop.flow("grade:1, count:100");
        String[] terms = {"canary=" + canary, "min-calls=" + Math.min(canary, 1), "probation-ms=200"};
        Path[] bundles = {next("v0", terms), next("v2", terms)};
        try (Mesh mesh = open()) {
            for (int swap = 0; swap < 4; swap++) {
                clock.advance(1_000);
                int passed = passing(mesh, 15 * swap);
                CompletionStage<Swap> swapping = begin(mesh, bundles[swap % 2]);
                await().until(() -> status(mesh).candidate() != null);
                passed += passingUntil(mesh, swapping);
                passed += passing(mesh, 200);

                assertEquals(100, passed, "calls that pass in the second of swap " + swap);
                await().until(() -> status(mesh).draining() == 0);
            }
            clock.advance(1_000);
            assertEquals(100, passing(mesh, 200));
            assertEquals(5, clock.bundles(), "bundles that were opened");
        }
    }

    @Test
    void theCanaryDecidesItsShareWithinTheOneLimit() throws Exception {
        shop.flow("grade:1, count:100");
        Path v2 = next("v2", "canary=30", LONG_TRIAL);
        try (Mesh mesh = open()) {
            assertEquals(40, passing(mesh, 40));
            begin(mesh, v2);
            awaitShare(mesh, 30);

            assertEquals(60, passing(mesh, 200));
            clock.advance(1_000);
            assertEquals(100, passing(mesh, 300));

            BundleStatus.Calls candidate = status(mesh).candidate();
            assertNotNull(candidate);
            assertTrue(candidate.decided() >= 30 && candidate.decided() <= 60, candidate::toString);
        }
    }

    @Test
    void hotParametersKeepWhatIsLeftOfALongWindow() throws Exception {
        shop.replace(
                "cart-param-rules.json",
                "[{'resource':'" + Shop.RESOURCE + "', 'paramIdx':0, 'count':10, 'durationInSec':60}]");
        Path v2 = next("v2", "canary=50", "min-calls=1");
        RpcRequest other = RpcRequest.builder(Shop.BUY).argument(7L).build();
        try (Mesh mesh = open()) {
            int passed = passing(mesh, 4);
            clock.advance(20_000);
            CompletionStage<Swap> swap = begin(mesh, v2);
            awaitShare(mesh, 50);
            passed += passing(mesh, 3);
            assertReplaced(swap);
            passed += passing(mesh, 20);

            assertEquals(10, passed, "calls of one value in its minute");
            assertTrue(passes(mesh, other, Outcome.OK), "another value");
            clock.advance(41_000);
            assertEquals(10, passing(mesh, 20), "calls of the next minute");
        }
    }

    private void breaker() throws IOException {
        shop.replace(
                "cart-degrade-rules.json",
                "[{'resource':'" + Shop.RESOURCE
                        + "', 'grade':2, 'count':4, 'timeWindow':10, 'minRequestAmount':1, 'statIntervalMs':60000}]");
    }

    @Test
    void anOpenBreakerIsOpenAfterwardsAndProbedWhenItIsDue() throws Exception {
        breaker();
        Path v2 = next("v2");
        try (Mesh mesh = open()) {
            assertEquals(5, passing(mesh, 20, Outcome.TIMEOUT));
            clock.advance(6_000);

            assertReplaced(begin(mesh, v2));

            assertEquals(0, passing(mesh, 20));
            clock.advance(4_000);
            assertEquals(20, passing(mesh, 20), "it closes with the first call that succeeds");
        }
    }

    @Test
    void aBreakerThatOpensForCallsOfTheOldBundleIsOpenInTheNewOne() throws Exception {
        breaker();
        Path v2 = next("v2", "canary=0", "settle-ms=3000");
        try (Mesh mesh = open()) {
            List<Call> slow = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                slow.add(Shop.call(mesh));
            }
            CompletionStage<Swap> swap = begin(mesh, v2);
            awaitShare(mesh, 100);
            assertTrue(passes(mesh, Shop.REQUEST, Outcome.OK), "closed while none has ended");

            slow.forEach(call -> call.end(Outcome.TIMEOUT));

            assertReplaced(swap);
            assertEquals(0, passing(mesh, 20));
        }
    }

    @Test
    void failuresOfBothBundlesDuringTheTrialOpenTheBreaker() throws Exception {
        breaker();
        Path v2 = next("v2", "canary=50", "min-calls=1");
        try (Mesh mesh = open()) {
            CompletionStage<Swap> swap = begin(mesh, v2);
            awaitShare(mesh, 50);
            int passed = passing(mesh, 3, Outcome.TIMEOUT);
            assertReplaced(swap);

            assertEquals(5, passed + passing(mesh, 20, Outcome.TIMEOUT));
        }
    }
}
