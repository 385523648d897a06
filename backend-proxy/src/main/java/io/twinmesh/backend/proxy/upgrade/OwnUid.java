package io.twinmesh.backend.proxy.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user this process runs as, by number. */
final class OwnUid {

    private OwnUid() {}

    static int get() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
