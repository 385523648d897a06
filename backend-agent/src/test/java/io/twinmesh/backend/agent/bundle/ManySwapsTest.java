package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two bundles replace each other again and again while threads make calls: no call fails, none is lost from the numbers, and no class
 * loader stays. As many times as the system property {@code bundle.swaps} says; the profile {@code swaps} makes it a thousand.
 */
class ManySwapsTest {

    private static final int SWAPS = Integer.getInteger("bundle.swaps", 50);

    /** A bundle has some 650 classes, and the last one that was replaced may still be there. */
    private static final int MOST_MORE = 1_000;

    @TempDir
    private Path folder;

    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @Test
    void noCallFailsNoneIsLostAndNoClassLoaderStays() throws Exception {
        Shop shop = new Shop(folder);
        shop.replace("cart-system-rules.json", "[{'qps': 1000000}]");
        shop.replace("cart-param-rules.json", "[{'resource':'" + Shop.RESOURCE + "', 'paramIdx':0, 'count':1000000}]");
        Path[] bundles = {shop.bundle("v1"), shop.bundle("v2")};
        try (Mesh mesh = Mesh.open(shop.config(bundles[0]))) {
            Swaps swaps = (Swaps) mesh.bundles().orElseThrow();
            Load load = new Load(mesh, 3);
            long classes = 0;
            long metaspace = 0;
            for (int i = 1; i <= SWAPS; i++) {
                loaders.add(new WeakReference<>(swaps.serving().loader()));
                assertEquals(Result.REPLACED, Shop.swap(mesh, bundles[i % 2]).result(), "swap " + i);
                await().until(() -> swaps.status().draining() == 0);
                if (i == SWAPS / 5) {
                    classes = settledClasses(2);
                    metaspace = Loaded.metaspaceKiB();
                }
            }
            load.stop();

            assertEquals(0, load.failed(), "failed calls of " + load.passed());
            await().until(() -> swaps.stats().size() == 1);
            assertEquals(load.passed(), Load.outcomes(swaps.stats()).get("ok"), "calls counted");
            long loaded = settledClasses(2);
            report(load, classes, loaded, metaspace);
            assertTrue(loaded <= classes + MOST_MORE, "classes: " + classes + ", then " + loaded);
        }
    }

    /** Classes that are loaded once all loaders but so many are gone. */
    private long settledClasses(int most) throws ReflectiveOperationException {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return loaders.stream().filter(loader -> loader.get() != null).count() <= most;
        });
        return Loaded.classes();
    }

    private static void report(Load load, long before, long after, long metaspace) throws ReflectiveOperationException {
        System.getLogger(ManySwapsTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} swaps, {1} calls, 0 failed; classes {2} -> {3}, metaspace {4} -> {5} KiB",
                        SWAPS,
                        load.passed(),
                        before,
                        after,
                        metaspace,
                        Loaded.metaspaceKiB());
    }
}
