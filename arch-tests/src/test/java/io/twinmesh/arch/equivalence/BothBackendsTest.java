package io.twinmesh.arch.equivalence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.stats.StatsLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.dubbo.rpc.RpcException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One application of real Dubbo with one set of rules, in process and through a sidecar: a provider, and a port that refuses connections; calls
 * that are answered, that fail in ways of the service and of Dubbo, that the provider's own mesh rejects, and that take longer than their
 * caller waits. Both kernels count the same.
 */
class BothBackendsTest {

    private static final int CALLS = 8;

    private static DubboApplication provider;
    private static ShopFront shop;
    private static Endpoint open;
    private static Endpoint refusing;

    @TempDir
    private static Path rules;

    @TempDir
    private static Path limits;

    @BeforeAll
    static void openShop() throws IOException {
        shop = new ShopFront();
        Files.writeString(
                limits.resolve("shop-flow-rules.json"),
                "[{\"resource\": \"%s:refused(java.lang.String)\", \"count\": 0}]".formatted(Shop.class.getName()));
        provider = new DubboApplication(
                "shop",
                Mesh.open(MeshConfig.builder("shop")
                        .backend("agent")
                        .rules(limits)
                        .build()));
        open = provider.provide(shop);
        refusing = Endpoint.of(open.address(), DubboApplication.freePort());
        Files.writeString(rules.resolve("shop.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: shop}
                spec:
                  hosts: [%s]
                  ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
                  resolution: STATIC
                  endpoints:
                  - {address: %s, ports: {dubbo: %d}}
                  - {address: %s, ports: {dubbo: %d}}
                """.formatted(
                        Shop.class.getName(), open.address(), open.port(), refusing.address(), refusing.port()));
        Files.writeString(rules.resolve("cart-degrade-rules.json"), """
                [{"resource": "%s:slow(java.lang.String)", "grade": 2, "count": 1, "timeWindow": 600,
                  "minRequestAmount": 1, "statIntervalMs": 60000}]
                """.formatted(Shop.class.getName()));
    }

    @AfterAll
    static void closeShop() {
        shop.close();
        provider.close();
    }

    private static MeshConfig.Builder config(String backend) {
        return MeshConfig.builder("cart").backend(backend).option("stats.levels", "method,endpoint");
    }

    @Test
    void bothCountTheSame() {
        Map<String, Object> inProcess;
        Mesh agent =
                Mesh.open(config("agent").rules(rules).option("ledger", "agent").build());
        try (DubboApplication cart = new DubboApplication("cart", agent)) {
            inProcess = shopping(cart.refer(300), "agent");
        }
        Map<String, Object> throughSidecar;
        try (Mesh sidecar = sidecar();
                DubboApplication cart = new DubboApplication(
                        "cart", withSidecar(sidecar.backend().addresses().get("outbound")))) {
            throughSidecar = shopping(cart.refer(300), "proxy");
        }

        assertEquals(inProcess, throughSidecar);
        assertEquals(
                Map.of(
                        "say", Map.of("ok", (long) CALLS),
                        "fail", Map.of("business_error", 1L),
                        "refused", Map.of("server_error", 1L),
                        "late", Map.of("server_error", 1L),
                        "slow", Map.of("timeout", 2L, "degraded", 1L)),
                inProcess.get("methods"));
        assertEquals(
                Map.of(
                        open.toString(),
                                Map.of("ok", (long) CALLS, "business_error", 1L, "server_error", 2L, "timeout", 2L),
                        refusing.toString(), Map.of("unreachable", 1L)),
                inProcess.get("endpoints"));
    }

    /** The mesh of an application that leaves everything to a sidecar; what comes in it lets pass. */
    private static Mesh withSidecar(String address) {
        return Mesh.open(config("proxy").option("sidecar", address).build());
    }

    private static Mesh sidecar() {
        return Mesh.open(config("proxy")
                .rules(rules)
                .option("ledger", "proxy")
                .option("role", "sidecar")
                .option("workers", "1")
                .option("outbound", "127.0.0.1:0")
                .build());
    }

    private static Map<String, Object> shopping(Shop shop, String ledger) {
        for (int i = 0; i < CALLS; i++) {
            assertEquals("book " + i, shop.say("book " + i));
        }
        assertThrows(IllegalArgumentException.class, () -> shop.fail("sold out"));
        RuntimeException refused = assertThrows(RuntimeException.class, () -> shop.refused("book"));
        assertTrue(String.valueOf(refused.getMessage()).contains("twinmesh: throttled: "), refused::toString);
        assertThrows(RpcException.class, () -> shop.late("book"));
        for (int i = 0; i < 2; i++) {
            RpcException late = assertThrows(RpcException.class, () -> shop.slow("book"));
            assertTrue(late.getMessage().contains("Invoke remote method timeout"), late::toString);
        }
        await().until(() -> timeouts(ledger) == 2);
        RpcException degraded = assertThrows(RpcException.class, () -> shop.slow("book"));
        String message = String.valueOf(degraded.getMessage());
        assertTrue(message.contains("twinmesh: degraded: "), message);

        Map<String, Object> counted = new TreeMap<>();
        counted.put("methods", Ledger.read(ledger, StatsLevel.METHOD, "method"));
        counted.put("endpoints", Ledger.read(ledger, StatsLevel.ENDPOINT, "endpoint"));
        return counted;
    }

    private static long timeouts(String ledger) {
        return Ledger.read(ledger, StatsLevel.METHOD, "method")
                .getOrDefault("slow", Map.of())
                .getOrDefault("timeout", 0L);
    }
}
