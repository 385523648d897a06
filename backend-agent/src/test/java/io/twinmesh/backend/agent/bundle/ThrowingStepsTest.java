package io.twinmesh.backend.agent.bundle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.Outcome;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.upgrade.BundleStatus;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import io.twinmesh.backend.agent.bundle.engine.OverflowInOpeningProvider;
import io.twinmesh.backend.agent.bundle.engine.OverflowInPublishingProvider;
import io.twinmesh.backend.agent.bundle.engine.OverflowInTurningProvider;
import io.twinmesh.testkit.FakeKernel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever throws in a step of a swap, the swap ends, the bundle that served serves, and the next one can come. */
class ThrowingStepsTest {

    private static final Endpoint OLD = Endpoint.of("10.0.0.1", 20880);
    private static final Endpoint NEW = Endpoint.of("10.0.0.2", 20880);

    @TempDir
    private Path folder;

    private Shop shop;
    private Path v1;
    private Path v2;

    @BeforeEach
    void openShop() throws IOException {
        shop = new Shop(folder);
        v1 = shop.bundle("v1");
        v2 = shop.bundle("v2");
    }

    private static BundleStatus status(Mesh mesh) {
        return mesh.bundles().orElseThrow().status();
    }

    private static void assertServes(Mesh mesh, String bundle) {
        Call call = Shop.call(mesh);
        assertInstanceOf(Forward.class, call.decision());
        call.end(Outcome.OK);
        assertEquals(bundle, status(mesh).serving().bundle());
        assertNull(status(mesh).candidate());
        assertEquals(0, status(mesh).share());
    }

    @Test
    void aBundleThatOverflowsWhenItIsOpenedIsRefused() throws Exception {
        Path bad = shop.bundle("bad", OverflowInOpeningProvider.class);
        try (Mesh mesh = Shop.open(shop.config(v1), Shop.wheel())) {
            Swap swap = Shop.swap(mesh, bad);

            assertEquals(Result.REFUSED, swap.result(), swap::toString);
            assertTrue(swap.reason().contains("StackOverflowError: too deep"), swap::reason);
            assertServes(mesh, "v1");
            assertEquals(Result.REPLACED, Shop.swap(mesh, v2).result());
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OverflowInTurningProvider.class, OverflowInPublishingProvider.class})
    void aBundleThatOverflowsInALaterStepIsTakenBack(Class<?> provider) throws Exception {
        Path bad = shop.bundle("bad", provider);
        int metrics = freePort();
        MeshConfig config = shop.config(v1).with("metrics", "127.0.0.1:" + metrics);
        try (Mesh mesh = Shop.open(config, Shop.wheel())) {
            Swap swap = Shop.swap(mesh, bad);

            assertEquals(Result.RETURNED, swap.result(), swap::toString);
            assertTrue(swap.reason().contains("StackOverflowError: too deep"), swap::reason);
            assertServes(mesh, "v1");
            await().until(() -> bundlesOpen(mesh) == 1);
            assertTrue(page(metrics).contains("twinmesh_service_calls_total"), "the sinks are back");
            assertEquals(Result.REPLACED, Shop.swap(mesh, v2).result());
        }
    }

    private static int bundlesOpen(Mesh mesh) {
        return ((Swaps) mesh.bundles().orElseThrow()).stats().size();
    }

    private static String page(int port) throws IOException {
        try (InputStream page =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aCandidateWhoseEndpointsAListenerDoesNotBearIsRefused() throws Exception {
        Swaps swaps = beforeNewEndpoints(told -> told.contains(NEW));
        try {
            Swap swap = swaps.swap(v2).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertEquals(Result.REFUSED, swap.result(), swap::toString);
            assertTrue(swap.reason().contains("StackOverflowError: listener"), swap::reason);
            assertNull(swaps.status().candidate());
            await().until(() -> swaps.stats().size() == 1);
        } finally {
            swaps.close();
        }
    }

    @Test
    void aListenerThatDoesNotBearThatABundleLeavesHoldsNothingUp() throws Exception {
        Swaps swaps = beforeNewEndpoints(told -> told.equals(List.of(NEW)));
        try {
            Swap swap = swaps.swap(v2).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertEquals(Result.REPLACED, swap.result(), swap::toString);
            assertNull(swaps.status().candidate());
            await().until(() -> swaps.stats().size() == 1);
        } finally {
            swaps.close();
        }
    }

    /** A first bundle that knows one endpoint, where the next one knows another, and a listener that throws. */
    private Swaps beforeNewEndpoints(Predicate<List<Endpoint>> unbearable) throws IOException {
        shop.endpoints(NEW.address());
        FakeKernel kernel = new FakeKernel();
        kernel.endpoints("com.acme.Trade", OLD);
        Side first = Sides.of("v1", kernel);
        MeshConfig config = shop.config(v1);
        BundleBackend backend = new BundleBackend(Shop.wheel());
        backend.use(BundleBackend.Split.alone(first));
        Swaps swaps = new Swaps(config, new Opening(config), backend, first);
        backend.watch("com.acme.Trade", endpoints -> {
            if (unbearable.test(endpoints)) {
                throw new StackOverflowError("listener");
            }
        });
        return swaps;
    }

    @Test
    void oneListenerThatThrowsKeepsNothingFromTheOthers() {
        FakeKernel oldKernel = new FakeKernel();
        FakeKernel newKernel = new FakeKernel();
        oldKernel.endpoints("com.acme.Trade", OLD);
        newKernel.endpoints("com.acme.Trade", NEW);
        Side before = Sides.of("v1", oldKernel);
        Watches watches = new Watches();
        watches.join(before);
        watches.join(Sides.of("v2", newKernel));
        List<Integer> told = new CopyOnWriteArrayList<>();
        watches.watch("com.acme.Trade", endpoints -> {
            if (told.size() == 2) {
                throw new StackOverflowError("listener");
            }
        });
        watches.watch("com.acme.Trade", endpoints -> told.add(endpoints.size()));
        assertEquals(List.of(1, 2), told);

        watches.leave(before);

        assertEquals(List.of(1, 2, 1), told);
    }

    @Test
    void whatIsDoneAgainAndAgainIsDoneAgainAfterAnError() {
        MeshConfig config = MeshConfig.builder("cart").build();
        Side first = Sides.of("v1", new FakeKernel());
        Swaps swaps = new Swaps(config, new Opening(config), new BundleBackend(() -> 0), first);
        AtomicInteger looks = new AtomicInteger();
        swaps.every(1, () -> {
            looks.incrementAndGet();
            throw new StackOverflowError("look");
        });
        try {
            await().until(() -> looks.get() >= 3);
        } finally {
            swaps.close();
        }
    }
}
