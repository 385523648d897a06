package io.twinmesh.adapters.cli.intercept;

import io.twinmesh.adapters.cli.CommandFailure;
import io.twinmesh.api.config.MeshConfigurationException;
import io.twinmesh.api.upgrade.RunDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Where a guard finds its sidecar, and keeps other guards away. */
final class GuardFiles {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    private GuardFiles() {}

    /** The socket of the sidecar with this id. */
    static Path socket(@Nullable Path runDirectory, String id) {
        if (!id.matches(ID)) {
            throw new MeshConfigurationException(
                    "--id", id, "1 to 63 letters, digits, dots, dashes or underscores, a letter or digit first");
        }
        return RunDirectory.of(runDirectory).resolve(id).resolve("alive.sock");
    }

    /** Held while a guard runs; the first of two guards that ends would take away the rules of both. */
    static FileChannel lock(String id) throws IOException {
        Files.createDirectories(
                RunDirectory.usual(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = RunDirectory.usual().resolve(id + ".guard");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw CommandFailure.failed(
                    "guard: another one runs for '" + id + "' (expected: one; it holds " + file + ")");
        }
        return channel;
    }
}
