package io.twinmesh.adapters.dubbo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.model.Endpoint;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real consumer in whose process the bundle is replaced while it calls a real provider. */
class BundleSwapTest {

    private static final int SWAPS = 6;

    private static final String RULES = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: trade}
            spec:
              hosts: [%s]
              ports: [{number: %d, name: dubbo, protocol: Dubbo}]
              resolution: STATIC
              endpoints: [{address: %s}]
            """;

    @TempDir
    private Path folder;

    private final AtomicLong calls = new AtomicLong();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean stopped;

    @Test
    void aConsumerCallsOnThroughSwapsAndEveryCallIsCounted() throws Exception {
        int metrics = freePort();
        Path[] bundles = {bundle("v1"), bundle("v2")};
        try (DubboApplication shop = new DubboApplication("shop")) {
            MeshConfig config = config(rules(shop.provide("shop")), bundles[0], metrics);
            try (Mesh mesh = Mesh.open(config);
                    DubboApplication cart = new DubboApplication("cart", mesh)) {
                List<Thread> callers = callers(cart.refer("twinmesh://local"));
                for (int swap = 1; swap <= SWAPS; swap++) {
                    awaitCalls(calls.get() + 50);
                    assertEquals(Result.REPLACED, swap(mesh, bundles[swap % 2]));
                }
                stop(callers);

                assertEquals(List.of(), failures);
                assertTrue(calls.get() > SWAPS * 50L, () -> calls + " calls");
                assertEquals(calls.get(), counted(metrics), "calls counted");
            }
        }
    }

    private MeshConfig config(Path rules, Path bundle, int metrics) {
        return MeshConfig.builder("cart")
                .rules(rules)
                .option("metrics", "127.0.0.1:" + metrics)
                .option("bundle", bundle.toString())
                .option("bundle.canary", "50")
                .option("bundle.probation-ms", "50")
                .option("bundle.min-calls", "10")
                .option("bundle.settle-ms", "50")
                .build();
    }

    private Path rules(Endpoint shop) throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(
                rules.resolve("trade.yaml"), RULES.formatted(Trade.class.getName(), shop.port(), shop.address()));
        Files.writeString(
                rules.resolve("cart-flow-rules.json"),
                "[{\"resource\":\"" + Trade.class.getName() + "\", \"grade\":1, \"count\":1000000}]");
        return rules;
    }

    private Path bundle(String name) throws IOException {
        Path bundle = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> jars = Files.list(Path.of("target", "bundle"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, bundle.resolve(jar.getFileName()));
            }
        }
        return bundle;
    }

    private List<Thread> callers(Trade trade) {
        List<Thread> threads = List.of(new Thread(() -> call(trade)), new Thread(() -> call(trade)));
        threads.forEach(Thread::start);
        return threads;
    }

    private void call(Trade trade) {
        for (long buyer = 0; !stopped; buyer++) {
            try {
                assertEquals("shop", trade.buy(buyer, "book"));
                calls.incrementAndGet();
            } catch (RuntimeException | AssertionError e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        }
    }

    private void awaitCalls(long many) {
        await().until(() -> calls.get() >= many || !failures.isEmpty());
    }

    private void stop(List<Thread> callers) throws InterruptedException {
        stopped = true;
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private static Result swap(Mesh mesh, Path bundle) throws Exception {
        return mesh.bundles()
                .orElseThrow()
                .swap(bundle)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .result();
    }

    /** Calls of the service that ended well, as the bundle that serves now says on its port. */
    private static long counted(int port) throws IOException {
        try (InputStream page =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("twinmesh_service_calls_total") && line.contains("outcome=\"ok\""))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
