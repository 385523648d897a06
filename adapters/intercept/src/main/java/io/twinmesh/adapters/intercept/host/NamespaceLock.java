package io.twinmesh.adapters.intercept.host;

import io.twinmesh.adapters.intercept.model.InterceptException;
import io.twinmesh.api.Internal;
import io.twinmesh.api.upgrade.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one process at a time has in a network namespace. All namespaces share a file for each name, in which each locks the byte of its number;
 * so nothing is left of a namespace that is gone. It ends with its process at the latest.
 */
@Internal(since = "0.2")
public final class NamespaceLock implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("net:\\[(\\d+)]");

    /** Open for good: a process that closes a file gives up all its locks on it, whichever way it came by them. */
    private static final Map<Path, FileChannel> FILES = new HashMap<>();

    private final FileLock lock;

    private NamespaceLock(FileLock lock) {
        this.lock = lock;
    }

    /** Where the locks of a name are. */
    public static Path file(String name) {
        return RunDirectory.usual().resolve(name + ".lock");
    }

    /**
     * Takes the lock of this name in the network namespace of this machine.
     *
     * @return null if somebody has it
     * @throws IOException if there can be no file for it
     * @throws InterceptException if the machine does not say which namespace it is in
     */
    public static @Nullable NamespaceLock attempt(Host host, String name) throws IOException {
        String link = host.must("", List.of("readlink", "/proc/self/ns/net")).strip();
        Matcher namespace = NUMBER.matcher(link);
        if (!namespace.matches()) {
            throw new InterceptException("/proc/self/ns/net: " + link + " (expected: net:[NUMBER])");
        }
        try {
            FileLock lock = channel(file(name)).tryLock(Long.parseLong(namespace.group(1)), 1, false);
            return lock == null ? null : new NamespaceLock(lock);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        synchronized (FILES) {
            FileChannel channel = FILES.get(file);
            if (channel == null) {
                Files.createDirectories(
                        file.getParent(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FILES.put(file, channel);
            }
            return channel;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
