package io.twinmesh.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Call;
import io.twinmesh.api.Decision.Forward;
import io.twinmesh.api.EndpointListener;
import io.twinmesh.api.Kernel;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.Subscription;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.model.EndpointAssignment;
import io.twinmesh.core.OpenKernel;
import io.twinmesh.core.match.Dice;
import io.twinmesh.testkit.FakeConfigSource;
import io.twinmesh.testkit.FakeThrottler;
import io.twinmesh.testkit.Policies;
import io.twinmesh.testkit.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels and meshes are opened and closed whole. */
final class LifecycleTest {

    private static final String TRADE = "com.acme.Trade";
    private static final RpcRequest BUY = Requests.of(TRADE, "buy");
    private static final Endpoint ONE = Endpoint.of("10.0.0.1", 20880);

    private final FakeConfigSource source =
            FakeConfigSource.of(Policies.version("1").service(TRADE, ONE).build());

    private MeshConfig.Builder config() {
        return MeshConfig.builder("cart").option(FakeConfigSource.OPTION, source.token());
    }

    private record Closing(Runnable onClose) implements MeshBackend {

        @Override
        public Call outbound(RpcRequest request) {
            throw new AssertionError("not asked");
        }

        @Override
        public Call inbound(RpcRequest request) {
            throw new AssertionError("not asked");
        }

        @Override
        public Subscription watch(String service, EndpointListener listener) {
            throw new AssertionError("not asked");
        }

        @Override
        public void close() {
            onClose.run();
        }
    }

    @Test
    void theFirstPolicyIsInForceWhenAKernelIsOpen() {
        try (OpenKernel open = OpenKernel.open(config().build())) {
            assertEquals("1", open.kernel().status().version());
        }
        assertTrue(source.isClosed());
    }

    @Test
    void policyAndEndpointsReachARunningKernel() {
        try (OpenKernel open = OpenKernel.open(config().build())) {
            Kernel kernel = open.kernel();
            Endpoint other = Endpoint.of("10.0.0.2", 20880);

            source.deliver(new EndpointAssignment(TRADE, List.of(other)));

            assertEquals(new Forward(TRADE, other), kernel.outbound(BUY, kernel.newCall()));
            assertEquals(1, kernel.stats().counters().get("endpoint_updates"));

            source.deliver(Policies.version("2").service(TRADE, ONE).build());

            assertEquals(new Forward(TRADE, ONE), kernel.outbound(BUY, kernel.newCall()));
        }
    }

    @Test
    void throttlersOnThePathAreFound() {
        source.deliver(Policies.version("2")
                .service(TRADE, ONE)
                .rules(FakeThrottler.limit(BUY.key(), 0))
                .build());
        try (OpenKernel open = OpenKernel.open(config().build())) {
            assertFalse(open.kernel().outbound(BUY, open.kernel().newCall()) instanceof Forward);
            assertEquals(1, open.kernel().status().rules().size());
        }
    }

    @Test
    void withoutASourceOfRulesTheMessageSaysWhatToSet() {
        MeshConfigurationException refused = assertThrows(
                MeshConfigurationException.class,
                () -> OpenKernel.open(MeshConfig.builder("cart").build()));

        assertEquals("source of rules", refused.subject());
        assertEquals("0 asked for", refused.value());
        assertTrue(refused.expected().contains("MESH_RULES"), refused::expected);
    }

    @Test
    void metricsThatNoSinkServesSayWhatToAdd() {
        MeshConfig config = config().option("metrics", "127.0.0.1:0").build();

        MeshConfigurationException refused =
                assertThrows(MeshConfigurationException.class, () -> OpenKernel.open(config));

        assertEquals(
                "option 'metrics': 127.0.0.1:0 (expected: a sink for them on the path; add io.twinmesh:adapter-prometheus)",
                refused.getMessage());
    }

    @Test
    void aKernelIsStartedWhenItIsFirstAskedForAndOnce() {
        LazyKernel lazy = new LazyKernel(config().build(), Dice.FAIR);
        assertNull(lazy.started());

        Kernel first = lazy.kernel();

        assertSame(first, lazy.kernel());
        assertNotNull(lazy.started());
        lazy.close();
        lazy.close();
        assertTrue(source.isClosed());
    }

    @Test
    void aKernelNobodyAskedForIsNeverStarted() {
        LazyKernel lazy = new LazyKernel(config().build(), Dice.FAIR);
        Mesh mesh = new OpenMesh("thin", new Closing(() -> {}), lazy);

        assertFalse(mesh.status().ready());
        assertEquals("cart", mesh.status().application());
        mesh.close();

        assertFalse(source.isClosed(), "closed, so it had been started");
    }

    @Test
    void aMeshIsClosedOnce() {
        int[] closed = {0};
        Mesh mesh = new OpenMesh("thin", new Closing(() -> closed[0]++), new LazyKernel(config().build(), Dice.FAIR));

        mesh.close();
        mesh.close();

        assertEquals(1, closed[0]);
    }

    @Test
    void aBackendThatFailsToCloseLeavesNoKernelBehind() {
        LazyKernel lazy = new LazyKernel(config().build(), Dice.FAIR);
        assertNotNull(lazy.kernel());
        Mesh mesh = new OpenMesh(
                "thin",
                new Closing(() -> {
                    throw new IllegalStateException("backend");
                }),
                lazy);

        assertThrows(IllegalStateException.class, mesh::close);

        assertTrue(source.isClosed());
    }

    @Test
    void aSinkThatFailsToCloseLeavesNoSourceBehind() {
        OpenKernel open = OpenKernel.open(config().option("stubborn", "yes").build());

        IllegalStateException failure = assertThrows(IllegalStateException.class, open::close);

        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertTrue(source.isClosed());
    }

    @Test
    void levelsOfStatisticsAreOptions() {
        MeshConfig config = config().option("stats.levels", "none").build();
        try (OpenKernel open = OpenKernel.open(config)) {
            open.kernel().outbound(BUY, open.kernel().newCall());

            assertEquals(List.of(), open.kernel().stats().calls());
        }
    }
}
