package io.twinmesh.backend.agent.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Follows the path that the option {@code bundle} names: where it is a symbolic link, turning the link is all an operator does to swap,
 * or to stop a swap under way.
 *
 * <p>Threading: the thread of {@link Swaps}.
 */
final class PathWatch {

    private final Path path;
    private final Swaps swaps;
    private Path seen;

    PathWatch(Path path, Swaps swaps) {
        this.path = path;
        this.swaps = swaps;
        this.seen = swaps.serving().bundle().directory();
    }

    /** Looks where it leads; what was tried once is not tried again before it has led elsewhere. */
    void look() {
        Path now = leadsTo();
        if (now.equals(seen)) {
            return;
        }
        Attempt attempt = swaps.attempt();
        if (attempt != null) {
            attempt.giveUp("path " + path + " leads to " + now.getFileName() + " now");
            return;
        }
        seen = now;
        if (!now.equals(swaps.serving().bundle().directory())) {
            swaps.begin(path, new CompletableFuture<>());
        }
    }

    /** While a link is turned there may be none. */
    private Path leadsTo() {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return seen;
        }
    }
}
