package io.twinmesh.backend.proxy;

import static org.awaitility.Awaitility.await;

import io.twinmesh.api.Kernel;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sidecars with one id in one process, each the successor of the one before. */
final class Generations implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path run;
    private final Supplier<? extends Kernel> kernels;
    private final List<String> options;
    private final List<Sidecar> all = new ArrayList<>();

    /**
     * Starts the first.
     *
     * @param kernels makes the kernel of each
     * @param options of all of them, in pairs
     */
    Generations(Path run, Supplier<? extends Kernel> kernels, String... options) {
        this.run = run;
        this.kernels = kernels;
        this.options = List.of(options);
        start();
    }

    /** Starts one more; what becomes of the one before is up to the caller. */
    Sidecar start(String... further) {
        List<String> words = new ArrayList<>(List.of(
                "id",
                "one",
                "run-dir",
                run.toString(),
                "probation-ms",
                "0",
                "upgrade-drill-ms",
                "0",
                "workers",
                "2",
                "drain-ms",
                "200"));
        words.addAll(options);
        words.addAll(Arrays.asList(further));
        Sidecar sidecar = Sidecar.outbound(kernels.get(), words.toArray(String[]::new));
        all.add(sidecar);
        return sidecar;
    }

    /** Starts a successor and waits for the end of the one before. */
    Sidecar next(String... further) {
        Sidecar old = now();
        Sidecar fresh = start(further);
        awaitEnd(old);
        old.close();
        return fresh;
    }

    /** Starts a successor that hands everything back when others have had a look at it; the one before goes on then. */
    void thereAndBack(Consumer<Sidecar> look) {
        Sidecar fresh = start("probation-ms", "600000");
        all.remove(fresh);
        await("probation").until(() -> situation().contains("state=probation"));
        look.accept(fresh);
        fresh.close();
        await("back").atMost(PATIENCE).until(() -> situation().contains("state=serving"));
    }

    static void awaitEnd(Sidecar old) {
        await("the end of the old one")
                .atMost(PATIENCE)
                .until(() -> old.backend().ended().toCompletableFuture().isDone());
    }

    /** The youngest. */
    Sidecar now() {
        return all.get(all.size() - 1);
    }

    Path home() {
        return run.resolve("one");
    }

    String situation() {
        return Question.ask(home(), "describe");
    }

    /** Descriptors that this process has open. */
    static int descriptors() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? -1 : names.length;
    }

    static void awaitDescriptors(int most) {
        await("descriptors, at most " + most).atMost(PATIENCE).until(() -> descriptors() <= most);
    }

    @Override
    public void close() {
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).close();
        }
    }
}
