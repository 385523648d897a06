package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.KernelHandle;
import io.twinmesh.api.MeshRuntime;
import io.twinmesh.api.config.MeshConfig;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.config.Problem;
import io.twinmesh.api.routing.MeshStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a bundle: its class loader, then a kernel in it; and closes it. Run in a {@link BundleThread}.
 *
 * <p>Errors: whatever the code of a bundle throws while it is opened is a {@link MeshConfigurationException}, and its class loader is closed.
 */
final class Opening {

    private static final Logger LOG = LoggerFactory.getLogger("io.twinmesh.bundle");

    private static final long LOOK_MILLIS = 20;

    private final MeshConfig config;

    Opening(MeshConfig config) {
        this.config = config.with("loader.own", "true").with("bundle", "");
    }

    /** Opens a bundle in a thread of its own; whether its rules are in force is not asked. */
    Side openAndWait(Bundle bundle) {
        BundleLoader loader = new BundleLoader(bundle);
        return BundleThread.runAndWait("open", loader, () -> open(bundle, loader));
    }

    Side open(Bundle bundle, BundleLoader loader) {
        try {
            return new Side(bundle, loader, kernel(loader));
        } catch (RuntimeException | Error e) {
            close(loader);
            throw failure(bundle, e);
        }
    }

    private KernelHandle kernel(BundleLoader loader) {
        return MeshRuntime.on(loader, config)
                .orElseThrow(() -> new MeshConfigurationException(
                        "bundle", loader.getName() + " has no kernel", "io.twinmesh:mesh-core among its jars"))
                .openKernel(config);
    }

    private static MeshConfigurationException failure(Bundle bundle, Throwable thrown) {
        return thrown instanceof MeshConfigurationException known
                ? known
                : new MeshConfigurationException(
                        "bundle " + bundle.name(), String.valueOf(thrown), "jars that fit each other and mesh-api");
    }

    /** Waits until its rules are in force; throws if they are refused, or there are none in time. */
    static void awaitRules(Side side, int mostMillis) {
        long begun = System.nanoTime();
        MeshStatus status = side.kernel().status();
        while (!isReady(status) && System.nanoTime() - begun < mostMillis * 1_000_000L && isOpen(status)) {
            pause();
            status = side.kernel().status();
        }
        if (!isReady(status)) {
            throw new MeshConfigurationException(
                    "rules in bundle " + side.bundle().name(), wrong(status), "valid rules in force");
        }
    }

    private static boolean isReady(MeshStatus status) {
        return status.ready() && status.refusedVersion() == null;
    }

    /** Whether more may come: a refusal is final. */
    private static boolean isOpen(MeshStatus status) {
        return status.refusedVersion() == null && !Thread.currentThread().isInterrupted();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String wrong(MeshStatus status) {
        List<Problem> errors =
                status.problems().stream().filter(Problem::isError).toList();
        String lines = errors.stream().limit(3).map(Problem::line).collect(Collectors.joining("; "));
        return errors.isEmpty() ? "none in force" : errors.size() + " errors: " + lines;
    }

    /** Ends a kernel and lets go of its classes; what goes wrong is a line in the log, because there is nobody to tell. */
    static void close(Side side) {
        try {
            side.handle().close();
        } catch (RuntimeException | Error e) {
            LOG.warn("bundle {}: not closed in good order", side.bundle().name(), e);
        }
        close(side.loader());
    }

    private static void close(BundleLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("{}: not closed", loader.getName(), e);
        }
    }
}
