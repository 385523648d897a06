package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.Mesh;
import io.twinmesh.api.MeshBackend;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.routing.MeshStatus;
import io.twinmesh.api.upgrade.BundleStatus.Result;
import io.twinmesh.api.upgrade.BundleStatus.Swap;
import io.twinmesh.api.upgrade.Bundles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/** A mesh whose kernel comes from a bundle. Threading: any. */
final class BundleMesh implements Mesh {

    private final BundleBackend backend;
    private final Swaps swaps;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BundleMesh(BundleBackend backend, Swaps swaps) {
        this.backend = backend;
        this.swaps = swaps;
    }

    /**
     * Opens the bundle that the options name.
     *
     * @throws MeshConfigurationException if it cannot be opened, or an option is wrong
     */
    static BundleMesh open(MeshConfig config, IntSupplier dice) {
        Path path = Path.of(config.option("bundle", ""));
        int poll = config.number("bundle.poll-ms", 1_000, 10, 3_600_000);
        Bundle bundle = Bundle.at(path);
        Terms.of(config, bundle);
        Opening opening = new Opening(config);
        BundleBackend backend = new BundleBackend(dice);
        Side first = opening.openAndWait(bundle);
        Swaps swaps = new Swaps(config, opening, backend, first);
        BundleMesh mesh = new BundleMesh(backend, swaps);
        try {
            swaps.publish(first);
        } catch (RuntimeException e) {
            mesh.close();
            throw e;
        }
        backend.use(BundleBackend.Split.alone(first));
        swaps.every(poll, new PathWatch(path, swaps)::look);
        return mesh;
    }

    @Override
    public String backendId() {
        return "agent";
    }

    @Override
    public MeshBackend backend() {
        return backend;
    }

    @Override
    public MeshStatus status() {
        MeshStatus status = swaps.serving().kernel().status();
        Swap last = swaps.last();
        return last == null || last.result() == Result.REPLACED ? status : with(status, problem(last));
    }

    private static Problem problem(Swap swap) {
        String word = swap.result() == Result.REFUSED ? "refused" : "taken back";
        return Problem.warning(
                "TM0911", "", "bundle " + swap.to(), word + ": " + swap.reason(), "a bundle that serves");
    }

    private static MeshStatus with(MeshStatus status, Problem problem) {
        List<Problem> problems = new ArrayList<>(status.problems());
        problems.add(problem);
        return new MeshStatus(
                status.application(),
                status.version(),
                status.since(),
                status.refusedVersion(),
                List.copyOf(problems),
                status.rules(),
                status.clusters());
    }

    @Override
    public Optional<Bundles> bundles() {
        return Optional.of(swaps);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            swaps.close();
        }
    }
}
