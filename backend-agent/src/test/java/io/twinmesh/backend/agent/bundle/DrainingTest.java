package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that decide nothing any more while calls of theirs are under way. */
class DrainingTest {

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void openShop() throws IOException {
        shop = new Shop(folder);
    }

    private Mesh open() throws IOException {
        return Shop.open(shop.config(shop.bundle("v1")), Shop.wheel());
    }

    private static Swaps swaps(Mesh mesh) {
        return (Swaps) mesh.bundles().orElseThrow();
    }

    private static int draining(Mesh mesh) {
        return swaps(mesh).status().draining();
    }

    private static Call held(Mesh mesh) {
        Call call = Shop.call(mesh);
        assertInstanceOf(Forward.class, call.decision());
        return call;
    }

    @Test
    void threeBundlesDrainAndTheNextSwapIsRefusedUntilOneHas() throws Exception {
        List<Call> held = new ArrayList<>();
        Path v5 = shop.bundle("v5");
        try (Mesh mesh = open()) {
            for (String next : List.of("v2", "v3", "v4")) {
                held.add(held(mesh));
                assertEquals(Result.REPLACED, Shop.swap(mesh, shop.bundle(next)).result());
            }
            assertEquals(3, draining(mesh));

            Swap fourth = Shop.swap(mesh, v5);
            assertEquals(Result.REFUSED, fourth.result());
            assertEquals("swap: 3 bundles wait for their last calls to end (expected: fewer than 3)", fourth.reason());
            assertEquals("v4", swaps(mesh).status().serving().bundle());

            held.remove(0).end(Outcome.OK);
            await().until(() -> draining(mesh) == 2);
            assertEquals(Result.REPLACED, Shop.swap(mesh, v5).result());
            held.forEach(call -> call.end(Outcome.OK));
            await().until(() -> swaps(mesh).stats().size() == 1);
            assertEquals(3, Load.outcomes(swaps(mesh).stats()).get("ok"));
        }
    }

    @Test
    void aBundleWhoseTimeIsUpIsClosedThoughACallHasNotEnded() throws Exception {
        Path v2 = shop.bundle("v2", "drain-ms=1");
        try (Mesh mesh = open()) {
            Side first = swaps(mesh).serving();
            Call slow = held(mesh);

            assertEquals(Result.REPLACED, Shop.swap(mesh, v2).result());

            await().until(() -> swaps(mesh).stats().size() == 1);
            await().until(() -> first.loader().getResource("META-INF/MANIFEST.MF") == null);
            assertEquals(0, draining(mesh));
            assertEquals(1, first.inside());
            assertFalse(first.isDrained());
            slow.end(Outcome.OK);
            assertTrue(first.isDrained());
            assertEquals(0, Load.outcomes(swaps(mesh).stats()).get("ok"), "what ends later is lost");
        }
    }
}
