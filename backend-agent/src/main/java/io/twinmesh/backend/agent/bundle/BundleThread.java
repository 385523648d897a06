package io.twinmesh.backend.agent.bundle;

import io.twinmesh.api.config.MeshConfigurationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Runs code of a bundle that is not a decision - opening, publishing, closing - in a thread that lives no longer than that. What such code
 * leaves in thread locals is gone with the thread, and threads that it starts inherit the bundle's class loader, none of the application's.
 */
final class BundleThread {

    private BundleThread() {}

    static void run(String name, ClassLoader loader, Runnable task) {
        Thread thread = new Thread(null, task, "twinmesh-bundle-" + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    /** The same, and waits for its value; what it throws is thrown here. */
    static <V> V runAndWait(String name, ClassLoader loader, Supplier<V> task) {
        CompletableFuture<V> value = new CompletableFuture<>();
        run(name, loader, () -> {
            try {
                value.complete(task.get());
            } catch (RuntimeException | Error e) {
                value.completeExceptionally(e);
            }
        });
        try {
            return value.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MeshConfigurationException known) {
                throw known;
            }
            throw e;
        }
    }
}
