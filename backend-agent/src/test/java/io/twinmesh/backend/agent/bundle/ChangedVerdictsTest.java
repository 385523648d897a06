package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether swaps of bundles are to be told from the verdicts of the limits, by a mesh that is asked the same and is not swapped. */
@Timeout(120)
class ChangedVerdictsTest {

    private static final int SWAPS = 3;
    private static final int STEPS = 120;

    @TempDir
    private Path folder;

    private final Clock clock = new Clock();

    @AfterEach
    void letTimeGo() {
        clock.close();
    }

    /** Flow, warm-up, hot-parameter and degrade rules, of which each rejects some of the calls. */
    private Shop shop(String name) throws IOException {
        Shop shop = new Shop(folder.resolve(name));
        String resource = "'resource':'" + Shop.RESOURCE + "'";
        shop.replace(
                "cart-flow-rules.json",
                "[{" + resource + ", 'grade':1, 'count':14}, {" + resource
                        + ", 'grade':1, 'count':18, 'controlBehavior':1, 'warmUpPeriodSec':4, 'limitApp':'default'}]");
        shop.replace(
                "cart-param-rules.json",
                "[{" + resource + ", 'paramIdx':0, 'count':6, 'durationInSec':2, 'burstCount':2}]");
        shop.replace(
                "cart-degrade-rules.json",
                "[{" + resource
                        + ", 'grade':1, 'count':0.7, 'timeWindow':2, 'minRequestAmount':8, 'statIntervalMs':3000}]");
        return shop;
    }

    private static BundleStatus status(Mesh mesh) {
        return mesh.bundles().orElseThrow().status();
    }

    /** The candidate counts nothing before its turn, so what it knows then is what was carried. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSwapChangesNoVerdict(long seed) throws Exception {
        Random random = new Random(seed);
        String[] terms = {"canary=0", "margin=100", "probation-ms=400"};
        Shop staying = shop("staying");
        Shop swapped = shop("swapped");
        Path[] bundles = {swapped.bundleWithClock("v1", terms), swapped.bundleWithClock("v2", terms)};
        try (Mesh one = Shop.open(staying.config(staying.bundleWithClock("v1")), Shop.wheel());
                Mesh other = Shop.open(swapped.config(bundles[0]), Shop.wheel())) {
            int passed = 0;
            for (int swap = 1; swap <= SWAPS; swap++) {
                String place = "seed " + seed + ", swap " + swap;
                passed += steps(random, one, other, place + ", before");
                CompletionStage<Swap> swapping = other.bundles().orElseThrow().swap(bundles[swap % 2]);
                await().until(() -> status(other).candidate() != null
                        || swapping.toCompletableFuture().isDone());
                passed += steps(random, one, other, place + ", within");
                Swap ended = swapping.toCompletableFuture().get(60, TimeUnit.SECONDS);
                assertEquals(Result.REPLACED, ended.result(), ended::toString);
                passed += steps(random, one, other, place + ", behind");
                await().until(() -> status(other).draining() == 0);
            }
            int calls = 3 * SWAPS * STEPS;
            assertTrue(passed > calls / 20 && passed < calls * 9 / 10, passed + " of " + calls + " passed");
        }
    }

    /** How many of so many calls pass in both. */
    private int steps(Random random, Mesh one, Mesh other, String place) {
        int passed = 0;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(8) == 0) {
                clock.advance(random.nextInt(500));
            }
            RpcRequest request = RpcRequest.builder(Shop.BUY)
                    .argument((long) random.nextInt(3))
                    .build();
            Outcome outcome = random.nextBoolean() ? Outcome.OK : Outcome.TIMEOUT;
            boolean passes = passes(one, request, outcome);
            assertEquals(passes, passes(other, request, outcome), place + ", step " + step);
            passed += passes ? 1 : 0;
        }
        return passed;
    }

    private static boolean passes(Mesh mesh, RpcRequest request, Outcome outcome) {
        Call call = mesh.outbound(request);
        boolean passed = call.decision() instanceof Forward;
        call.end(outcome);
        return passed;
    }
}
