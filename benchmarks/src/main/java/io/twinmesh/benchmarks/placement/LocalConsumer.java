package io.twinmesh.benchmarks.placement;

import io.twinmesh.benchmarks.dubbo.LocalEcho;
import io.twinmesh.benchmarks.rows.BenchRules;
import io.twinmesh.benchmarks.wire.EchoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * A {@link LocalEcho} with the class path of a placement, which its JVM need not have. One for a JVM: the mesh is configured by system properties.
 *
 * @param echo makes a call
 * @param answers how many calls the provider has answered
 */
public record LocalConsumer(UnaryOperator<String> echo, LongSupplier answers) {

    private static final String TEXT = "proof";
    private static final Duration RULES_IN_FORCE = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 20;

    /**
     * Starts it, and shows that calls are carried by the provider in this process, that the flow rule is asked if the mesh is there, and is not if
     * it is not. Leaves the flow rule out of reach.
     */
    public static LocalConsumer start(Placement placement, Distribution jars)
            throws IOException, InterruptedException, ReflectiveOperationException {
        BenchRules rules = rules();
        boolean mesh = placement == Placement.IN_PROCESS;
        LocalConsumer consumer = open(
                mesh ? jars.classPath("agent") : jars.plainClassPath(),
                placement != Placement.DIRECT && placement != Placement.DIRECT_AGAIN);
        if (consumer.answered() == mesh) {
            throw new IllegalStateException(
                    "flow rule of none: " + placement.title() + ": call " + (mesh ? "answered" : "rejected"));
        }
        rules.permitAll();
        long deadline = System.nanoTime() + RULES_IN_FORCE.toNanos();
        while (!consumer.answered()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("flow rule out of reach: " + placement.title() + ": calls still fail");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return consumer;
    }

    private static BenchRules rules() throws IOException {
        Path folder = Files.createTempDirectory("twinmesh-local-echo");
        BenchRules rules = new BenchRules(folder.resolve("rules"), LocalEcho.SERVICE);
        rules.route(LocalEcho.PORT);
        rules.permitNone();
        System.setProperty("twinmesh.rules", rules.folder().toString());
        System.setProperty("csp.sentinel.log.dir", folder.toString());
        return rules;
    }

    @SuppressWarnings("unchecked") // it is one of strings
    private static LocalConsumer open(String classPath, boolean registry)
            throws IOException, ReflectiveOperationException {
        ClassPathLoader loader = ClassPathLoader.of(classPath);
        Thread.currentThread().setContextClassLoader(loader);
        Object echo = loader.loadClass(LocalEcho.class.getName())
                .getConstructor(String.class, boolean.class)
                .newInstance(EchoCall.APPLICATION, registry);
        return new LocalConsumer((UnaryOperator<String>) echo, (LongSupplier) echo);
    }

    private boolean answered() {
        long before = answers.getAsLong();
        try {
            return TEXT.equals(echo.apply(TEXT)) && answers.getAsLong() == before + 1;
        } catch (RuntimeException rejected) {
            if (!String.valueOf(rejected.getMessage()).contains("twinmesh: throttled")) {
                throw rejected;
            }
            return false;
        }
    }
}
