package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.upgrade.BundleStatus;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import io.twinmesh.backend.agent.bundle.engine.RejectingProvider;
import io.twinmesh.backend.agent.bundle.engine.ThrowingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of the jars of this build, replaced in an open mesh. */
class BundleSwapTest {

    private static final String LONG_TRIAL = "probation-ms=3600000";

    @TempDir
    private Path folder;

    private Shop shop;
    private Path v1;

    @BeforeEach
    void openShop() throws IOException {
        shop = new Shop(folder);
        v1 = shop.bundle("v1");
    }

    private Mesh open() {
        return Shop.open(shop.config(v1), Shop.wheel());
    }

    private static void calls(Mesh mesh, int count) {
        for (int i = 0; i < count; i++) {
            Call call = Shop.call(mesh);
            assertInstanceOf(Forward.class, call.decision());
            call.end(Outcome.OK);
        }
    }

    private static BundleStatus status(Mesh mesh) {
        return mesh.bundles().orElseThrow().status();
    }

    private static void awaitTrial(Mesh mesh) {
        await().until(() -> status(mesh).candidate() != null);
    }

    @Test
    void aMeshWithABundleIsFoundByTheOption() throws Exception {
        try (Mesh mesh = Mesh.open(shop.config(v1))) {
            calls(mesh, 10);

            assertEquals("agent", mesh.backendId());
            assertTrue(mesh.status().ready());
            assertEquals(
                    new BundleStatus.Calls("v1", 10, 0, 10, 0, 0), status(mesh).serving());
        }
    }

    @Test
    void theKernelIsNotTheOneOnTheApplicationsPath() {
        try (Mesh mesh = open()) {
            Side serving = ((Swaps) mesh.bundles().orElseThrow()).serving();

            assertEquals(serving.loader(), serving.kernel().getClass().getClassLoader());
        }
    }

    @Test
    void aBundleTakesThePlaceOfAnother() throws Exception {
        Path v2 = shop.bundle("v2");
        try (Mesh mesh = open()) {
            calls(mesh, 10);

            Swap swap = Shop.swap(mesh, v2);
            calls(mesh, 5);

            assertEquals(Result.REPLACED, swap.result(), swap::toString);
            assertEquals("v2", status(mesh).serving().bundle());
            assertEquals(5, status(mesh).serving().decided());
            assertNull(status(mesh).candidate());
            await().until(() -> status(mesh).draining() == 0);
        }
    }

    @Test
    void theCanaryDecidesItsShareOfTheCallsAndEachEndsWhereItWasDecided() throws Exception {
        Path v2 = shop.bundle("v2", "canary=30", LONG_TRIAL);
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(v2);
            awaitTrial(mesh);

            calls(mesh, 1000);

            assertEquals(
                    new BundleStatus.Calls("v1", 700, 0, 700, 0, 0),
                    status(mesh).serving());
            assertEquals(
                    new BundleStatus.Calls("v2", 300, 0, 300, 0, 0),
                    status(mesh).candidate());
            assertEquals(30, status(mesh).share());
        }
    }

    @Test
    void aCallThatBeganBeforeASwapEndsInTheBundleThatDecidedIt() throws Exception {
        Path v2 = shop.bundle("v2");
        try (Mesh mesh = open()) {
            Call slow = Shop.call(mesh);
            Swap swap = Shop.swap(mesh, v2);
            assertEquals(Result.REPLACED, swap.result());
            assertEquals(1, status(mesh).draining());

            slow.end(Outcome.TIMEOUT);

            await().until(() -> status(mesh).draining() == 0);
            SummedStats stats = ((Swaps) mesh.bundles().orElseThrow()).stats();
            await().until(() -> stats.size() == 1);
            assertEquals(1, Load.outcomes(stats).get("timeout"));
        }
    }

    @Test
    void aLimitHoldsOverBothBundles() throws Exception {
        shop.flow("grade:0, count:10"); // concurrent calls
        Path v2 = shop.bundle("v2", "canary=50", LONG_TRIAL);
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(v2);
            awaitTrial(mesh);

            List<Call> calls =
                    IntStream.range(0, 40).mapToObj(i -> Shop.call(mesh)).toList();
            List<Call> passed = calls.stream()
                    .filter(call -> call.decision() instanceof Forward)
                    .toList();

            assertEquals(10, passed.size());
            assertNotNull(status(mesh).candidate());
            assertTrue(status(mesh).candidate().decided() > 0, () -> "" + status(mesh));
            passed.forEach(call -> call.end(Outcome.OK));
            assertInstanceOf(Forward.class, Shop.call(mesh).decision(), "places are given back");
        }
    }

    @Test
    void aBundleThatThrowsIsTakenBackAndNoCallIsLost() throws Exception {
        Path bad = shop.bundle("bad", ThrowingProvider.class, LONG_TRIAL);
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(bad);
            awaitTrial(mesh);

            calls(mesh, 100);

            await().until(() -> status(mesh).last() != null);
            Swap swap = status(mesh).last();
            assertEquals(Result.RETURNED, swap.result());
            assertTrue(swap.reason().contains("engine out of order"), swap::reason);
            assertEquals(100, status(mesh).serving().decided());
            assertTrue(mesh.status().problems().toString().contains("engine out of order"), () -> "" + mesh.status());
        }
    }

    @Test
    void aBundleThatRejectsMoreIsTakenBack() throws Exception {
        Path bad = shop.bundle("bad", RejectingProvider.class, LONG_TRIAL, "min-calls=10");
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(bad);
            awaitTrial(mesh);

            await().until(() -> {
                Shop.call(mesh).end(Outcome.OK);
                return status(mesh).last() != null;
            });

            assertEquals(Result.RETURNED, status(mesh).last().result());
            calls(mesh, 50);
        }
    }

    @Test
    void aBundleWhoseCallsFailMoreIsTakenBack() throws Exception {
        Path bad = shop.bundle("bad", LONG_TRIAL, "min-calls=10");
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(bad);
            awaitTrial(mesh);

            await().until(() -> {
                BundleStatus.Calls before = status(mesh).candidate();
                Call call = Shop.call(mesh);
                BundleStatus.Calls after = status(mesh).candidate();
                boolean itsOwn = before != null && after != null && after.decided() > before.decided();
                call.end(itsOwn ? Outcome.TIMEOUT : Outcome.OK);
                return status(mesh).last() != null;
            });

            assertEquals(Result.RETURNED, status(mesh).last().result());
            assertTrue(
                    status(mesh).last().reason().contains("100.0 %"),
                    () -> "" + status(mesh).last());
        }
    }

    @Test
    void aTrialWithoutCallsGoesOnUntilThereAreSome() throws Exception {
        Path v2 = shop.bundle("v2", "min-calls=10");
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(v2);
            awaitTrial(mesh);
            assertNull(status(mesh).last());

            await().until(() -> {
                calls(mesh, 1);
                return status(mesh).last() != null;
            });

            assertEquals(Result.REPLACED, status(mesh).last().result());
        }
    }

    @Test
    void aBundleThatCannotBeOpenedIsRefused() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path half = shop.bundle("half");
        Files.delete(half.resolve(onlyJar(half, "mesh-core")));
        Path lame = shop.bundle("lame");
        Files.delete(lame.resolve(onlyJar(lame, "re2j")));
        Path odd = shop.bundle("odd", "canary=200");
        try (Mesh mesh = open()) {
            for (Path bundle : List.of(empty, half, lame, odd, folder.resolve("none"))) {
                Swap swap = Shop.swap(mesh, bundle);

                assertEquals(Result.REFUSED, swap.result(), swap::toString);
                assertTrue(swap.reason().contains("(expected: "), swap::reason);
                calls(mesh, 10);
            }
            assertEquals(50, status(mesh).serving().decided());
        }
    }

    private static Path onlyJar(Path bundle, String name) throws IOException {
        try (var jars = Files.list(bundle)) {
            return jars.map(Path::getFileName)
                    .filter(jar -> jar.toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aBundleThatRefusesTheRulesIsRefusedAndTheLastGoodOnesServeOn() throws Exception {
        Path v2 = shop.bundle("v2");
        try (Mesh mesh = open()) {
            shop.replace("trade.yaml", "kind: [");

            Swap swap = Shop.swap(mesh, v2);

            assertEquals(Result.REFUSED, swap.result(), swap::toString);
            assertTrue(swap.reason().contains("trade.yaml"), swap::reason);
            calls(mesh, 10);
        }
    }

    @Test
    void oneSwapAtATime() throws Exception {
        Path v2 = shop.bundle("v2", LONG_TRIAL);
        Path v3 = shop.bundle("v3");
        try (Mesh mesh = open()) {
            mesh.bundles().orElseThrow().swap(v2);
            awaitTrial(mesh);

            assertEquals(Result.REFUSED, Shop.swap(mesh, v3).result());
            assertEquals("v2", status(mesh).candidate().bundle());
            assertEquals(Result.REFUSED, Shop.swap(mesh, v1).result());
        }
    }

    @Test
    void watchesSurviveASwap() throws Exception {
        Path v2 = shop.bundle("v2");
        List<Set<Endpoint>> told = new CopyOnWriteArrayList<>();
        try (Mesh mesh = open()) {
            Subscription subscription =
                    mesh.backend().watch("com.acme.Trade", endpoints -> told.add(Set.copyOf(endpoints)));
            assertEquals(1, told.size(), "told before watch returned");

            assertEquals(Result.REPLACED, Shop.swap(mesh, v2).result());
            assertEquals(1, told.size(), "nothing new to tell");

            shop.endpoints("10.0.0.3");
            Set<Endpoint> now = Set.of(Endpoint.of("10.0.0.3", 20880));
            await().until(() -> told.get(told.size() - 1).equals(now));
            assertEquals(2, told.size(), () -> "" + told);
            subscription.close();
        }
    }

    @Test
    void turningALinkSwapsAndTurningItBackEndsATrial() throws Exception {
        Path v2 = shop.bundle("v2");
        Path v3 = shop.bundle("v3", LONG_TRIAL);
        Path link = Files.createSymbolicLink(folder.resolve("current"), v1);
        try (Mesh mesh = Shop.open(shop.config(link), Shop.wheel())) {
            turn(link, v2);
            await().until(() -> status(mesh).serving().bundle().equals("v2"));

            turn(link, v3);
            awaitTrial(mesh);
            turn(link, v2);
            await().until(() -> status(mesh).candidate() == null);

            assertEquals(Result.RETURNED, status(mesh).last().result());
            assertEquals("v2", status(mesh).serving().bundle());
            calls(mesh, 10);
        }
    }

    private void turn(Path link, Path to) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("next"), to);
        Files.move(next, link, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aClosedMeshRejectsAndLeavesNoThread() throws Exception {
        Path v2 = shop.bundle("v2", LONG_TRIAL);
        Mesh mesh = open();
        mesh.bundles().orElseThrow().swap(v2);
        awaitTrial(mesh);
        calls(mesh, 100);

        mesh.close();

        assertInstanceOf(Decision.Reject.class, Shop.call(mesh).decision());
        assertEquals(Result.REFUSED, Shop.swap(mesh, v2).result());
        await().untilAsserted(() -> assertEquals(List.of(), Load.threadsOfBundles()));
    }

    @Test
    void whatTheFirstBundleLacksIsSaidWhenTheMeshIsOpened() {
        MeshConfigurationException failure = assertThrows(
                MeshConfigurationException.class, () -> Shop.open(shop.config(folder.resolve("none")), Shop.wheel()));

        assertEquals("bundle", failure.subject());
        assertFalse(failure.expected().isEmpty());
        List<Thread> left = new ArrayList<>(Load.threadsOfBundles());
        assertEquals(List.of(), left);
    }
}
