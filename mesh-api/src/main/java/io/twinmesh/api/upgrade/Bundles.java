package io.twinmesh.api.upgrade;

import io.twinmesh.api.Preview;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/**
 * The policy bundles of a mesh: the one whose kernel decides, and the one that is on trial to take its place. A bundle is a directory of
 * jars with the kernel, the adapters and all they need but mesh-api.
 *
 * <p>Lifecycle: from the opening of the mesh to its end. Threading: any thread. Errors: a swap that does not come about is a result,
 * not an exception.
 */
@Preview(since = "0.2")
public interface Bundles {

    /** What serves, what is on trial, and what became of the last swap. */
    BundleStatus status();

    /**
     * Begins to put a bundle in the place of the one that serves, and returns at once. The stage completes when the bundle serves alone, was
     * refused or was taken back. One swap at a time: a second is refused.
     */
    CompletionStage<BundleStatus.Swap> swap(Path directory);
}
