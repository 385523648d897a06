package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Call;
import io.twinmesh.api.Mesh;
import io.twinmesh.api.MethodKey;
import io.twinmesh.api.RpcRequest;
import io.twinmesh.api.SimpleRequest;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import io.twinmesh.backend.agent.bundle.clock.ClockProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder with rules and bundles made of the jars of this build, and meshes opened from it. */
final class Shop {

    static final MethodKey BUY = MethodKey.of("com.acme.Trade", "buy", "java.lang.Long");
    static final SimpleRequest REQUEST = RpcRequest.builder(BUY).argument(42L).build();
    static final String RESOURCE = "com.acme.Trade:buy(java.lang.Long)";

    private static final Path JARS = Path.of("target", "bundle");

    final Path folder;
    final Path rules;

    Shop(Path folder) throws IOException {
        this.folder = folder;
        this.rules = Files.createDirectories(folder.resolve("rules"));
        endpoints("10.0.0.1", "10.0.0.2");
        flow("grade:1, count:1000000");
    }

    /** Writes the rules anew, with these endpoints. */
    void endpoints(String... addresses) throws IOException {
        StringBuilder text = new StringBuilder("""
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: trade}
                spec:
                  hosts: [com.acme.Trade]
                  ports: [{number: 20880, name: dubbo, protocol: Dubbo}]
                  resolution: STATIC
                  endpoints:
                """);
        for (String address : addresses) {
            text.append("  - {address: ").append(address).append("}\n");
        }
        replace("trade.yaml", text.toString());
    }

    /** Writes one flow rule for the method. */
    void flow(String fields) throws IOException {
        replace("cart-flow-rules.json", "[{resource:'" + RESOURCE + "', " + fields + "}]".replace('\'', '"'));
    }

    void replace(String file, String text) throws IOException {
        Path part = Files.writeString(folder.resolve("part"), text.replace('\'', '"'));
        Files.move(part, rules.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** A bundle with these terms of its own. */
    Path bundle(String name, String... terms) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> jars = Files.list(JARS)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, bundle.resolve(jar.getFileName()));
            }
        }
        Files.write(bundle.resolve(Bundle.OPTIONS), List.of(terms));
        return bundle;
    }

    /** A bundle with another engine in the place of Sentinel. */
    Path bundle(String name, Class<?> provider, String... terms) throws IOException {
        Path bundle = bundle(name, terms);
        try (Stream<Path> jars = Files.list(bundle)) {
            for (Path jar :
                    jars.filter(path -> path.toString().contains("sentinel")).toList()) {
                Files.delete(jar);
            }
        }
        provide(bundle.resolve("engine.jar"), provider);
        return bundle;
    }

    /** A bundle whose engine lives by the test's {@link Clock}. */
    Path bundleWithClock(String name, String... terms) throws IOException {
        Path bundle = bundle(name, terms);
        provide(bundle.resolve("clock.jar"), ClockProvider.class);
        return bundle;
    }

    private static void provide(Path jar, Class<?> provider) throws IOException {
        Path classes = Path.of("target", "test-classes");
        Path folder = classes.resolve(provider.getPackageName().replace('.', '/'));
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.list(folder)) {
            for (Path type : all.toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(type).toString()));
                Files.copy(type, zip);
            }
            zip.putNextEntry(new ZipEntry("META-INF/services/io.twinmesh.api.throttling.ThrottlerProvider"));
            zip.write(provider.getName().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** Options of a mesh with a bundle. A swap is quick unless the bundle itself says otherwise. */
    MeshConfig config(Path bundle) {
        return MeshConfig.builder("cart")
                .rules(rules)
                .option("rules.poll", "20")
                .option("rules.quiet", "1")
                .option("bundle", bundle.toString())
                .option("bundle.poll-ms", "20")
                .option("bundle.canary", "50")
                .option("bundle.probation-ms", "0")
                .option("bundle.settle-ms", "0")
                .option("bundle.min-calls", "0")
                .build();
    }

    static Mesh open(MeshConfig config, IntSupplier dice) {
        return new BundleRuntime(dice).open(config);
    }

    /** Numbers from 0 to 99, one after the other, over and over. */
    static IntSupplier wheel() {
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        return () -> Math.floorMod(next.getAndIncrement() * 37, 100);
    }

    static Call call(Mesh mesh) {
        return mesh.outbound(REQUEST);
    }

    static Swap swap(Mesh mesh, Path bundle) throws Exception {
        return mesh.bundles().orElseThrow().swap(bundle).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
