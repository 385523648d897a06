package io.twinmesh.api.upgrade;

import io.twinmesh.api.Internal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the sockets of the sidecars of one user are: below it each sidecar has a directory, named like its id. */
@Internal(since = "0.2")
public final class RunDirectory {

    private RunDirectory() {}

    /**
     * The one that was asked for, else the usual one of this user.
     *
     * @param asked null if none was
     */
    public static Path of(@Nullable Path asked) {
        return asked == null ? usual() : asked.toAbsolutePath();
    }

    /** The one of this user where none was asked for. */
    public static Path usual() {
        String user = System.getProperty("user.name", "unknown");
        return user.equals("root")
                ? Path.of("/run/twinmesh")
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "twinmesh-" + user);
    }
}
