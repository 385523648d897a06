package io.twinmesh.backend.proxy.upgrade;

import io.twinmesh.api.config.MeshConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the sockets of one sidecar are: a directory that nobody else can enter. */
final class Home {

    private static final Logger LOG = LoggerFactory.getLogger(Home.class);
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    private Home() {}

    /**
     * Makes the directory of one sidecar, and takes away what killed processes have left in it.
     *
     * @throws MeshConfigurationException if it cannot be made, or belongs to somebody else
     */
    static void prepare(Path directory, Path home) {
        try {
            make(directory);
            make(home);
            Leftovers.remove(home);
        } catch (IOException e) {
            throw new MeshConfigurationException(
                    "option 'run-dir'",
                    home + ": " + e.getMessage(),
                    "a directory of this user that can be written to");
        }
    }

    /** Removes a file that nobody needs any more; if it cannot be, a later start does. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("upgrade: {} stays", file, e);
        }
    }

    private static void make(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OURS));
        }
        if (!Files.getOwner(directory).getName().equals(System.getProperty("user.name"))) {
            throw new IOException("belongs to " + Files.getOwner(directory).getName());
        }
        Files.setPosixFilePermissions(directory, OURS);
    }
}
